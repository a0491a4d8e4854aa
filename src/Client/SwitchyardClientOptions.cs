using System.Net.Http.Headers;
using System.Text;
using Switchyard.Client.Http;

namespace Switchyard.Client;

/// <summary>Where the node is, and who asks.</summary>
public sealed class SwitchyardClientOptions
{
    /// <summary>The main port of a node, or of what stands before several: <c>https://work.example.org</c>; a path is kept.</summary>
    public Uri Address { get; set; } = new("http://127.0.0.1:5000");

    /// <summary><c>sy_...</c>; null: none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>For Basic, where there is no key; null: none.</summary>
    public string? User { get; set; }

    /// <summary>Of the user.</summary>
    public string? Password { get; set; }

    /// <summary>How requests that met a passing failure are made again.</summary>
    public RetryOptions Retry { get; } = new();

    /// <exception cref="ArgumentException">What is set does not go.</exception>
    internal void Apply(HttpClient http)
    {
        if (!Address.IsAbsoluteUri || Address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"The address '{Address}' must begin with http:// or https://.");
        }

        if (ApiKey is not null && User is not null)
        {
            throw new ArgumentException("Give an API key, or a user with a password, but not both.");
        }

        http.BaseAddress = new(Address.AbsoluteUri.TrimEnd('/') + "/");
        // Each request has a limit of its own.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.Authorization = this switch
        {
            { ApiKey: { } key } => new("Bearer", key),
            { User: { } user } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Password}"))),
            _ => null,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Switchyard.Client", typeof(SwitchyardClientOptions).Assembly.GetName().Version?.ToString(3)));
    }
}
