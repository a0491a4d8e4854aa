namespace Switchyard.Auth;

internal static class JwksHosting
{
    /// <summary>The keys of one issuer.</summary>
    /// <param name="whose">Under this name they are got.</param>
    /// <param name="url">Checked before.</param>
    public static void AddJwksKeys(this IServiceCollection services, string whose, string url) => services.AddKeyedSingleton(
        whose,
        (provider, _) => new JwksKeys(
            NewClient(), new Uri(url), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<JwksKeys>>()));

    /// <summary>Its server may move: connections are not kept for ever.</summary>
    private static HttpClient NewClient() => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        MaxResponseContentBufferSize = JwksKeys.MaxLength,
    };
}
