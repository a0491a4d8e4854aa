using Microsoft.OpenApi;

namespace Switchyard.Hosting;

/// <summary>Routes that read their body by themselves.</summary>
internal static class ReadBody
{
    /// <summary>Says in the API's description what the body is.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), parameterDescription: null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = schema } },
            };
        });
}
