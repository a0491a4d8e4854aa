using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Switchyard.Hosting;

/// <summary>Says in the API's description that a member is a span: a number of seconds, or text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SpanAttribute : Attribute
{
    public static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is { } member
            && (member.CustomConverter is SpanJson || member.AttributeProvider?.IsDefined(typeof(SpanAttribute), inherit: false) == true))
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Number | (member.IsRequired ? 0 : JsonSchemaType.Null);
            schema.Pattern = null;
            schema.Format = null;
        }

        return Task.CompletedTask;
    }
}
