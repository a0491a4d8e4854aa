using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Description;

/// <summary>The API's description at <c>/openapi/v1.json</c>: every route of ours, and none of packages.</summary>
internal static partial class ApiDescriptions
{
    private const string Basic = "basic";
    private const string Bearer = "bearer";
    private const string Key = "key";

    /// <summary>What belongs to no door.</summary>
    private static readonly TagWords[] House =
    [
        new("Audit", "What people and keys did."),
        new("Compute", "Compute sources and the services that they run."),
        new("Events", "What happens to work, while it happens."),
        new("Health", "Whether the node lives and serves."),
        new("Keys", "Keys of programs."),
        new("Nodes", "The nodes of the cluster."),
        new("Queues", "Queues of all work: how they stand, pause and resume."),
        new("Retention", "What is kept for how long, and how much went."),
        new("Work", "Work of every kind: lists, single items, acts on one and on many."),
    ];

    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi(openApi =>
    {
        openApi.ShouldInclude = route => route.ActionDescriptor.EndpointMetadata.Any(mark => mark is AccessMark or OpenToAll)
            && route.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Http.Metadata.ITagsMetadata>().Any();
        openApi.CreateSchemaReferenceId = SchemaNames.Of;
        openApi.AddSchemaTransformer(DescribeProblemAsync);
        openApi.AddSchemaTransformer(DescribeNumberAsync);
        openApi.AddSchemaTransformer(SpanAttribute.DescribeAsync);
        openApi.AddDocumentTransformer(CompleteAsync);
    });

    private static Task CompleteAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Switchyard",
            Version = "v1",
            Summary = "Tasks, queues and all other work of a Switchyard cluster, and the routes of the systems that it stands in for.",
            Description = "Under /api/v1: ids are numbers, times RFC 3339, spans a number of seconds, ISO 8601 or hh:mm:ss, lists {items, next}; "
                + "what is refused is a problem (RFC 9457) whose type is stable and whose requestId is the answer's X-Request-ID. "
                + "Other paths are those of the originals, and answer as they do.",
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // Wherever the description came from.
        document.Servers = [new OpenApiServer { Url = "/" }];
        DescribeSecurity(document, context);
        foreach (var route in context.DescriptionGroups.SelectMany(group => group.Items))
        {
            var path = "/" + Constraint().Replace(route.RelativePath ?? "", "").Trim('/');
            if (document.Paths.TryGetValue(path, out var item)
                && item.Operations?.TryGetValue(new HttpMethod(route.HttpMethod ?? "GET"), out var operation) == true)
            {
                new RouteDescription(document, route, path, operation).Complete();
            }
        }

        foreach (var schema in (IEnumerable<IOpenApiSchema>?)document.Components?.Schemas?.Values ?? [])
        {
            OptionalMembers.Of(schema);
        }

        DescribeTags(document, context.ApplicationServices);
        return Task.CompletedTask;
    }

    private static void DescribeSecurity(OpenApiDocument document, OpenApiDocumentTransformerContext context)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Basic] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "An account of the settings (Auth:Mode Basic)." },
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A key sy_... (Auth:Mode Keys), or a token of the issuer (Auth:Mode Jwt)." },
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKey.Header, Description = "A key sy_... (Auth:Mode Keys)." },
        };
        foreach (var secret in context.DescriptionGroups.SelectMany(group => group.Items)
            .SelectMany(route => route.ActionDescriptor.EndpointMetadata.OfType<DescribedSecret>()))
        {
            document.Components.SecuritySchemes[secret.Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = secret.Header, Description = secret.Words,
            };
        }

        // The last: a node whose Auth:Mode is None asks for nothing.
        document.Security = [.. ((string[])[Basic, Bearer, Key]).Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, document)] = [],
        }), new OpenApiSecurityRequirement()];
    }

    private static void DescribeTags(OpenApiDocument document, IServiceProvider services)
    {
        var used = document.Paths.Values.SelectMany(item => (IEnumerable<OpenApiOperation>?)item.Operations?.Values ?? [])
            .SelectMany(operation => operation.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Reference.Id)
            .ToHashSet();
        var words = services.GetServices<TagWords>().Concat(House).ToDictionary(tag => tag.Tag, tag => tag.Words);
        document.Tags = new HashSet<OpenApiTag>(used.OfType<string>().Order(StringComparer.Ordinal)
            .Select(tag => new OpenApiTag { Name = tag, Description = words.GetValueOrDefault(tag) }));
    }

    /// <summary>That numbers are also read from text is nobody's promise.</summary>
    private static Task DescribeNumberAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (schema.Type is { } type && (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0 && type.HasFlag(JsonSchemaType.String))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        return Task.CompletedTask;
    }

    /// <summary>Every problem has them beside what the RFC names.</summary>
    private static Task DescribeProblemAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
            schema.Properties[Problem.RequestIdMember] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The answer's X-Request-ID." };
            schema.Properties["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String };
            schema.Examples =
            [
                new JsonObject
                {
                    ["type"] = Problem.TypePrefix + "invalid-request",
                    ["title"] = "Bad Request",
                    ["status"] = 400,
                    ["detail"] = "limit must be 1 to 1000.",
                    ["requestId"] = "3c6e007f-9e96-43f2-a7d3-1e3bf9a8906d",
                },
            ];
        }

        return Task.CompletedTask;
    }

    [GeneratedRegex(@"(?<=\{\w+):[^}]*(?=\})")]
    private static partial Regex Constraint();
}
