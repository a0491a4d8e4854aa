using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Switchyard.Description;

/// <summary>Names schemas by their types; one that is inside of another has that one's name before it, for several are called Request.</summary>
internal static class SchemaNames
{
    private const string Routes = "Endpoints";

    public static string? Of(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is not null && type.Type is { IsNested: true, DeclaringType: { } outer } ? outer.Name.Replace(Routes, "", StringComparison.Ordinal) + name : name;
    }
}
