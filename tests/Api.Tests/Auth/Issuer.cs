using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Switchyard.Auth;

/// <summary>Signs tokens, and publishes the keys on a port of its own.</summary>
public sealed class Issuer : IAsyncDisposable
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    private readonly WebApplication _app;
    private readonly List<JsonWebKey> _published = [];
    private int _asked;

    private Issuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapGet("/jwks", async () =>
        {
            Interlocked.Increment(ref _asked);
            await Gate;
            return Fails ? Results.StatusCode(500) : Results.Content(Body ?? Publish(), "application/json");
        });
    }

    /// <summary>How often the keys were asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>Holds answers back until it is over.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public bool Fails { get; set; }

    /// <summary>Answered instead of the keys.</summary>
    public string? Body { get; set; }

    public string Url => $"{_app.Urls.First()}/jwks";

    public static async Task<Issuer> StartAsync()
    {
        var issuer = new Issuer();
        await issuer._app.StartAsync();
        return issuer;
    }

    public static SecurityKey NewKey(string id) => new RsaSecurityKey(RSA.Create(2048)) { KeyId = id };

    public SecurityKey PublishNewKey(string id)
    {
        var key = (RsaSecurityKey)NewKey(id);
        lock (_published)
        {
            _published.Add(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.Rsa.ExportParameters(false)) { KeyId = id }));
        }

        return key;
    }

    public static string Sign(
        SecurityKey key, IDictionary<string, object> claims, string algorithm = SecurityAlgorithms.RsaSha256, Dictionary<string, object>? header = null) =>
        Handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = claims,
            SigningCredentials = new SigningCredentials(key, algorithm),
            AdditionalHeaderClaims = header,
        });

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Publish()
    {
        lock (_published)
        {
            return JsonSerializer.Serialize(new
            {
                keys = _published.Select(key => new { kty = key.Kty, use = "sig", kid = key.Kid, n = key.N, e = key.E }),
            });
        }
    }
}
