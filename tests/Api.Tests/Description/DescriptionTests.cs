using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Servers;
using Switchyard.Yard;

namespace Switchyard.Description;

/// <summary>The API's description is whole, and the file in docs is what a node serves.</summary>
public sealed class DescriptionTests(YardCluster cluster) : YardTest(cluster)
{
    /// <summary>When it is set, the file is written anew.</summary>
    private const string Rewrite = "REWRITE_OPENAPI";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n",
    };

    [Fact]
    public async Task The_file_in_docs_is_what_a_node_serves()
    {
        var file = Project.PathOf("docs/openapi.json");
        var served = (await ServedAsync()).ToJsonString(Readable) + "\n";
        if (Environment.GetEnvironmentVariable(Rewrite) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(file, served, Cancelled);
        }

        Assert.True(
            served == await File.ReadAllTextAsync(file, Cancelled),
            $"docs/openapi.json is not what a node serves. Write it anew: {Rewrite}=1 ./dev test Api.Tests --class DescriptionTests");
    }

    [Fact]
    public async Task Every_route_of_ours_is_described()
    {
        var paths = (await ServedAsync())["paths"]!.AsObject();
        var described = paths.SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}")).ToHashSet();
        var routes = FrontEnd.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.ITagsMetadata>() is not null
                && route.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null);

        var missing = routes.SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
            .Select(method => $"{method} /{System.Text.RegularExpressions.Regex.Replace(route.RoutePattern.RawText!.Trim('/'), @":\w+(\(\d+\))?", "")}"));
        Assert.Empty(missing.Except(described));
        Assert.DoesNotContain(described, route => route.Contains("/dashboard", StringComparison.Ordinal));
        Assert.True(described.Count > 110, $"There are {described.Count} routes.");
    }

    [Fact]
    public async Task Every_operation_says_what_it_is_and_shows_its_body()
    {
        var document = await ServedAsync();
        var operations = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(method => (Name: $"{method.Key} {path.Key}", Operation: method.Value!))).ToList();

        Assert.Distinct(operations.Select(one => (string?)one.Operation["operationId"]));
        Assert.All(operations, one => Assert.False(string.IsNullOrEmpty((string?)one.Operation["summary"]), one.Name));
        Assert.All(
            operations.Where(one => one.Operation["requestBody"]?["content"]?["application/json"] is not null),
            one => Assert.True(one.Operation["requestBody"]!["content"]!["application/json"]!["example"] is not null, one.Name));
        Assert.All(
            operations.SelectMany(one => (one.Operation["parameters"]?.AsArray() ?? []).Select(parameter => (one.Name, Parameter: parameter!))),
            one => Assert.False(string.IsNullOrEmpty((string?)one.Parameter["description"]), $"{one.Name} {one.Parameter["name"]}"));
        Assert.All(document["tags"]!.AsArray(), tag => Assert.False(string.IsNullOrEmpty((string?)tag!["description"]), (string?)tag["name"]));
    }

    private async Task<JsonNode> ServedAsync() => JsonNode.Parse(await Client.GetStringAsync("/openapi/v1.json", Cancelled))!;
}
