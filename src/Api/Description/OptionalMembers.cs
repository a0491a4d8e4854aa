using Microsoft.OpenApi;

namespace Switchyard.Description;

/// <summary>What may be null may be missing: in bodies it is a default, and many answers leave it out.</summary>
internal static class OptionalMembers
{
    public static void Of(IOpenApiSchema? schema)
    {
        if (schema is not OpenApiSchema own)
        {
            return;
        }

        Of(own.Items);
        foreach (var one in (own.OneOf ?? []).Concat(own.AnyOf ?? []))
        {
            Of(one);
        }

        if (own.Properties is not { } members)
        {
            return;
        }

        foreach (var (name, member) in members)
        {
            if (MayBeNull(member))
            {
                own.Required?.Remove(name);
            }

            Of(member);
        }

        if (own.Required?.Count == 0)
        {
            own.Required = null;
        }
    }

    private static bool MayBeNull(IOpenApiSchema schema) =>
        schema.Type?.HasFlag(JsonSchemaType.Null) == true
        || (schema.Type is null && schema is not OpenApiSchemaReference && schema.OneOf is not { Count: > 0 } && schema.AnyOf is not { Count: > 0 })
        || schema.OneOf?.Any(one => one.Type == JsonSchemaType.Null) == true
        || schema.AnyOf?.Any(one => one.Type == JsonSchemaType.Null) == true;
}
