using System.Net.Mime;
using Microsoft.OpenApi;

namespace Switchyard.Hosting;

internal static class BodyDescription
{
    /// <summary>Says in the API's description what the body is of a route that reads it by itself.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), parameterDescription: null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [MediaTypeNames.Application.Json] = new() { Schema = schema } },
            };
        });
}
