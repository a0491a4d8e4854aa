using Switchyard.Compute;
using Switchyard.Configuration;

namespace Switchyard.Expertise;

/// <summary>The section <c>Expertise</c>, with the rules that one key has for another.</summary>
internal static class ExpertiseSection
{
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static ExpertiseOptions Read(IConfiguration configuration, ServicesOptions services)
    {
        var options = SettingsReader.Read<ExpertiseOptions>(configuration, "Expertise");
        if (options.OpenReviewBaseUrl is { } url && !IsHttp(url))
        {
            throw StartRefusedException.Setting(
                $"Expertise:OpenReviewBaseUrl: '{url}' is not a url such as https://api2.openreview.net");
        }

        for (var i = 0; i < options.Superusers.Count; i++)
        {
            if (options.Superusers[i].Length == 0)
            {
                throw StartRefusedException.Setting($"Expertise:Superusers:{i} is empty");
            }
        }

        if (options.DefaultModel is { } model)
        {
            services.Require("Expertise:DefaultModel", model);
        }

        return options;
    }

    private static bool IsHttp(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.Query.Length == 0
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0;
}
