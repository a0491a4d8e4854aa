namespace Switchyard.Client.Http;

/// <summary>How requests that met a passing failure are made again: with exponential back-off and jitter.</summary>
public sealed class RetryOptions
{
    /// <summary>How often a request is made again; 0: never. With the default delays eight outlast a restart of about 20 s.</summary>
    public int MaxRetries { get; set; } = 8;

    /// <summary>About this long before the first; doubles with each.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>No delay is longer, but where the node asks for a longer one (<c>Retry-After</c>), which is kept up to a minute.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one request may take, besides the time that it asked to wait.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
