using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Switchyard.Hosting;

/// <summary>Says in the API's description what the framework cannot see of a route that reads and answers by itself.</summary>
internal static class Described
{
    /// <summary>Shows how the body looks that the route takes.</summary>
    /// <param name="json">JSON.</param>
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder route, string json) => route.WithMetadata(new BodyExample(json));

    /// <summary>The body is JSON that the route reads by itself.</summary>
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route, string example) =>
        route.AddOpenApiOperationTransformer(async (operation, context, cancellationToken) =>
        {
            var schema = await context.GetOrCreateSchemaAsync(typeof(T), parameterDescription: null, cancellationToken);
            operation.RequestBody = BodyOf("application/json", schema, JsonNode.Parse(example));
        });

    /// <summary>The body is text, or bytes.</summary>
    public static RouteHandlerBuilder TakesText(this RouteHandlerBuilder route, string type, string example) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = BodyOf(type, new OpenApiSchema { Type = JsonSchemaType.String }, JsonValue.Create(example));
            return Task.CompletedTask;
        });

    /// <summary>The body is a form in several parts.</summary>
    /// <param name="fields">A file's name ends with a star.</param>
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder route, params (string Name, string Words)[] fields) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>(), Required = new HashSet<string>() };
            foreach (var (name, words) in fields)
            {
                schema.Properties.Add(
                    name.TrimEnd('*'),
                    new OpenApiSchema { Type = JsonSchemaType.String, Format = name.EndsWith('*') ? "binary" : null, Description = words });
                schema.Required.Add(name.TrimEnd('*'));
            }

            operation.RequestBody = BodyOf("multipart/form-data", schema, null);
            return Task.CompletedTask;
        });

    /// <summary>A parameter that the route reads by itself.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, string name, string words, bool isRequired = false) =>
        route.WithMetadata(new DescribedParameter(name, ParameterLocation.Query, words, isRequired));

    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder route, string name, string words) =>
        route.WithMetadata(new DescribedParameter(name, ParameterLocation.Header, words, IsRequired: false));

    /// <summary>Words for parameters that the framework sees.</summary>
    public static TBuilder WithWords<TBuilder>(this TBuilder routes, params (string Name, string Words)[] parameters)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithMetadata([.. parameters.Select(parameter => new ParameterWords(parameter.Name, parameter.Words))]);

    /// <summary>What the route answers with a status, in words; a body of text or bytes where a type is said.</summary>
    public static TBuilder Answers<TBuilder>(this TBuilder routes, int status, string words, string? type = null)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new DescribedAnswer(status, words, type));

    private static OpenApiRequestBody BodyOf(string type, IOpenApiSchema schema, JsonNode? example) => new()
    {
        Required = true,
        Content = new Dictionary<string, OpenApiMediaType> { [type] = new() { Schema = schema, Example = example } },
    };
}

/// <summary>How a body looks.</summary>
internal sealed record BodyExample(string Json);

internal sealed record DescribedParameter(string Name, ParameterLocation In, string Words, bool IsRequired);

internal sealed record ParameterWords(string Name, string Words);

internal sealed record DescribedAnswer(int Status, string Words, string? Type);

/// <summary>A secret of a door's own that opens a route.</summary>
internal sealed record DescribedSecret(string Scheme, string Header, string Words);

/// <summary>What a group of routes is about. Doors register theirs.</summary>
internal sealed record TagWords(string Tag, string Words);
