using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Yard;

/// <summary>An HTTP answer that has been read to its end.</summary>
public sealed class Answer
{
    private const string PageType = "text/html; charset=utf-8";

    private readonly HttpResponseHeaders _headers;
    private readonly HttpContentHeaders _contentHeaders;

    private Answer(HttpResponseMessage response, byte[] body)
    {
        Status = response.StatusCode;
        Body = body;
        _headers = response.Headers;
        _contentHeaders = response.Content.Headers;
    }

    public HttpStatusCode Status { get; }

    public byte[] Body { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body, null, new() { MaxDepth = 1000 }) ?? throw new InvalidDataException("The body is null.");

    public string? Type => Header("Content-Type");

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        new(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));

    public string? Header(string name) =>
        _headers.TryGetValues(name, out var values) || _contentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>The status is this one.</summary>
    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text[..Math.Min(Text.Length, 2000)]}");
        return this;
    }

    /// <summary>The body is this text.</summary>
    public Answer Is(string text)
    {
        Assert.Equal(text, Text);
        return this;
    }

    /// <summary>200 with an empty body, as the original says that it stored something.</summary>
    public void IsStored()
    {
        Is(HttpStatusCode.OK);
        Assert.Empty(Body);
        Assert.Equal(PageType, Type);
    }

    /// <summary>An error as the original's clients know it: a small HTML page.</summary>
    public Answer IsPage(HttpStatusCode status)
    {
        Is(status);
        Assert.Equal(PageType, Type);
        Assert.StartsWith("<!doctype html>\n", Text, StringComparison.Ordinal);
        Assert.Contains($"<title>{(int)status} ", Text, StringComparison.Ordinal);
        return this;
    }

    /// <summary>An error of the operator API (RFC 9457), by the stable end of its type.</summary>
    public JsonNode IsProblem(HttpStatusCode status, string type)
    {
        Is(status);
        Assert.Equal("application/problem+json", Type?.Split(';')[0]);
        Assert.Equal("urn:switchyard:problem:" + type, (string?)Json["type"]);
        Assert.Equal((int)status, (int?)Json["status"]);
        return Json;
    }
}
