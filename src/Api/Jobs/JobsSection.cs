using Switchyard.Configuration;

namespace Switchyard.Jobs;

/// <summary>The section <c>Jobs</c>, with the rules that one key has for another.</summary>
internal static class JobsSection
{
    private const string JwksKey = "Jobs:Jwt:JwksUrl";

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static JobsOptions Read(IConfiguration configuration)
    {
        var options = SettingsReader.Read<JobsOptions>(configuration, "Jobs");
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
