using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Auth;

/// <summary>A front end that keys and accounts open, and whoever asks it.</summary>
public abstract class AuthTest(YardCluster cluster) : YardTest(cluster)
{
    protected static readonly (string, string)[] KeysAlone = [("Auth:Mode", "Keys")];

    protected override (string Key, string Value)[] Settings => KeysAlone;

    /// <summary>The secret of a new key.</summary>
    protected async Task<string> NewKeyAsync(Role role, string? name = null, Func<AccessKey, AccessKey>? change = null)
    {
        var (id, text) = KeySecret.New();
        var key = new AccessKey { Id = id, Name = name ?? $"{role}-{id}", Role = role, CreatedAt = TimeProvider.System.GetUtcNow() };
        Assert.True(await Yard.Grains.GetAccessKeys().CreateAsync(change?.Invoke(key) ?? key, KeySecret.Hash(text)));
        return text;
    }

    protected static (string Name, string Value) Key(string secret) => ("X-API-Key", secret);

    protected static (string Name, string Value) Bearer(string secret) => ("Authorization", $"Bearer {secret}");

    protected static (string Name, string Value) Basic(string user, string password) =>
        ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}");

    protected async Task<HttpStatusCode> StatusAsync(string method, string path, params (string Name, string Value)[] headers) =>
        (await SendAsync(method, path, null, headers)).Status;

    protected Task<(HttpStatusCode Status, string Body)> SendAsync(
        string method, string path, string? body, params (string Name, string Value)[] headers) => SendAsync(Client, method, path, body, headers);

    protected static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpClient client, string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = body is null ? null : new StringContent(body, mediaType: new("application/json"));
        using var answer = await client.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    protected static JsonNode Json(string body) => JsonNode.Parse(body)!;
}
