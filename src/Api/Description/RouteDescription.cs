using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Description;

/// <summary>Completes what the framework says of one route by what its marks say.</summary>
internal sealed partial class RouteDescription(OpenApiDocument document, ApiDescription route, string path, OpenApiOperation operation)
{
    private const string JsonType = "application/json";
    private const string ProblemType = "application/problem+json";

    private bool IsOurs { get; } = path.StartsWith("/api/", StringComparison.Ordinal);

    private bool IsOpen { get; } = route.ActionDescriptor.EndpointMetadata.OfType<OpenToAll>().Any();

    public void Complete()
    {
        operation.OperationId = OperationId.Of(route.HttpMethod ?? "GET", path, IsOurs ? null : Marks<DoorMark>().FirstOrDefault()?.Door);
        CompleteParameters();
        CompleteBody();
        CompleteAnswers();
        CompleteAccess();
    }

    private IEnumerable<T> Marks<T>() => route.ActionDescriptor.EndpointMetadata.OfType<T>();

    private void CompleteParameters()
    {
        operation.Parameters ??= [];
        foreach (var mark in Marks<DescribedParameter>())
        {
            if (!operation.Parameters.Any(known => known.Name == mark.Name && known.In == mark.In))
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = mark.Name,
                    In = mark.In,
                    Required = mark.IsRequired,
                    Description = mark.Words,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }

        // A segment with two parameters shows one alone.
        foreach (Match part in InPath().Matches(path))
        {
            var name = part.Groups["name"].Value;
            if (!operation.Parameters.Any(known => known.Name == name && known.In == ParameterLocation.Path))
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name, In = ParameterLocation.Path, Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }

        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            parameter.Name = parameter.In == ParameterLocation.Query ? JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!) : parameter.Name;
            parameter.Description = Marks<ParameterWords>().LastOrDefault(mark => mark.Name == parameter.Name)?.Words
                ?? parameter.Description
                ?? CommonWords.OfParameter(parameter.Name!);
        }

        if (operation.Parameters.Count == 0)
        {
            operation.Parameters = null;
        }
    }

    private void CompleteBody()
    {
        foreach (var body in operation.RequestBody?.Content?.Values ?? Enumerable.Empty<OpenApiMediaType>())
        {
            OptionalMembers.Of(body.Schema);
        }

        if (Marks<BodyExample>().LastOrDefault() is { } example && operation.RequestBody?.Content?.TryGetValue(JsonType, out var media) == true)
        {
            media.Example = JsonNode.Parse(example.Json);
        }
    }

    private void CompleteAnswers()
    {
        operation.Responses ??= [];
        foreach (var mark in Marks<DescribedAnswer>())
        {
            operation.Responses[$"{mark.Status}"] = new OpenApiResponse
            {
                Description = mark.Words,
                Content = mark.Type is { } type
                    ? new Dictionary<string, OpenApiMediaType> { [type] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } } }
                    : null,
            };
        }

        var hasInput = operation.RequestBody is not null || operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Query) == true;
        var hasJson = operation.RequestBody?.Content?.ContainsKey(JsonType) == true;
        Refuse(hasInput && IsOurs, 400);
        Refuse(!IsOpen, 401, 403, 429);
        Refuse(IsOurs && path.Contains('{'), 404);
        Refuse(hasJson && IsOurs, 413, 415);
        Refuse(!IsOpen, 500, 503);
        foreach (var (status, answer) in operation.Responses)
        {
            if (answer is OpenApiResponse response && !Marks<DescribedAnswer>().Any(mark => $"{mark.Status}" == status))
            {
                response.Description = CommonWords.OfStatus(status);
            }
        }

        operation.Responses = Sorted(operation.Responses);
    }

    private void Refuse(bool does, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in does ? statuses : [])
        {
            operation.Responses!.TryAdd($"{status}", new OpenApiResponse
            {
                Content = IsOurs && route.HttpMethod != HttpMethods.Head
                    ? new Dictionary<string, OpenApiMediaType> { [ProblemType] = new() { Schema = new OpenApiSchemaReference(nameof(Microsoft.AspNetCore.Mvc.ProblemDetails), document) } }
                    : null,
            });
        }
    }

    private void CompleteAccess()
    {
        if (IsOpen)
        {
            operation.Security = [];
            return;
        }

        if (Marks<AccessMark>().LastOrDefault() is { Access: var access })
        {
            var roles = string.Join(", ", access.Roles.Select(role => LowerCase.Policy.ConvertName(role.ToString())));
            operation.Description = $"{operation.Description} Roles: {roles}.".TrimStart();
        }

        if (Marks<DescribedSecret>().LastOrDefault() is { } secret)
        {
            operation.Security =
            [
                new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(secret.Scheme, document)] = [] },
                .. document.Security ?? [],
            ];
        }
    }

    private static OpenApiResponses Sorted(OpenApiResponses responses)
    {
        var sorted = new OpenApiResponses();
        foreach (var (status, answer) in responses.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            sorted.Add(status, answer);
        }

        return sorted;
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex InPath();
}
