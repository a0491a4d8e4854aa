using Switchyard.Configuration;

namespace Switchyard.Jobs;

/// <summary>The section <c>Jobs</c>, with the rules that one key has for another.</summary>
internal static class JobsSection
{
    private const string JwksKey = "Jobs:Jwt:JwksUrl";
    private const string ApiKeyKey = "Jobs:ApiKey";
    private const int ShortestKey = 16;

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static JobsOptions Read(IConfiguration configuration)
    {
        var options = SettingsReader.Read<JobsOptions>(configuration, "Jobs");
        options = options with { ApiKey = SecretSetting.Pick(ApiKeyKey, options.ApiKey, options.ApiKeyFile) };
        if (options.ApiKey is { Length: < ShortestKey })
        {
            throw StartRefusedException.Setting($"{ApiKeyKey}File: the key has less than {ShortestKey} characters");
        }

        if (options.Jwt.JwksUrl is { } url)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
            {
                throw StartRefusedException.Setting($"{JwksKey}: '{url}' is not a url such as https://keys.example/jwks.json");
            }
        }
        else if (options.Jwt.Enabled)
        {
            throw StartRefusedException.Setting($"{JwksKey} is needed by Jobs:Jwt:Enabled=true");
        }

        return options;
    }
}
