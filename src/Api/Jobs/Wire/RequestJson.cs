using Microsoft.OpenApi;

namespace Switchyard.Jobs.Wire;

/// <summary>The body of <c>POST /jobs</c>, as the API's description shows it; <see cref="NewJobs"/> reads it.</summary>
internal sealed record NewJobsJson(IReadOnlyList<JobParametersJson> Jobs);

/// <summary>The body of <c>PUT /jobs/{jobId}</c>, as the API's description shows it.</summary>
internal sealed record JobUpdateJson(string? Status = null, string? Description = null, string? Log = null);

/// <summary>The body of <c>POST /maintenance-status</c>, as the API's description shows it.</summary>
internal sealed record MaintenanceChangeJson(string Msg, bool Paused);

internal static class RequestJson
{
    /// <summary>Says in the API's description what the body is of a route that reads it by itself.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route) =>
        route.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), parameterDescription: null, cancellationToken);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { [JsonAnswer.ContentType] = new() { Schema = schema } },
            };
        });
}
