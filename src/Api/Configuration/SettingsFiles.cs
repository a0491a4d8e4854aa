using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Switchyard.Configuration;

/// <summary>
/// Where settings come from, the later wins: <c>appsettings.json</c> beside the program, in the directory where it is started, the file
/// of <c>--config</c>, the environment, the command line.
/// </summary>
internal static class SettingsFiles
{
    private const string FileName = "appsettings.json";

    /// <summary>Sections of the host and of the framework, which are not ours to judge further.</summary>
    private static readonly string[] Others =
    [
        "Urls", "Http_Ports", "Https_Ports", "Environment", "ApplicationName", "ContentRoot", "WebRoot", "StaticWebAssets", "ReloadStaticAssetsAtRuntime",
        "Logging", "AllowedHosts", "Kestrel", "HostOptions", "ShutdownTimeoutSeconds", "ForwardedHeaders_Enabled", "PreventHostingStartup",
        "SuppressStatusMessages", "DetailedErrors", "CaptureStartupErrors", "ServerUrls", "hostBuilder", "Orleans",
    ];

    private static readonly string[] Ours =
        ["Storage", "ConnectionStrings", "Cluster", "Doors", "Auth", "Services", "Compute", "Audit", "Dashboard", "Metrics"];

    /// <summary>Adds the files of the start directory and of the command line where they belong.</summary>
    /// <exception cref="StartRefusedException">The file of <c>--config</c> is not there, or one cannot be read.</exception>
    public static void AddTo(WebApplicationBuilder builder, string? configFile)
    {
        var sources = ((IConfigurationBuilder)builder.Configuration).Sources;
        var place = sources.Index().Last(source => source.Item is EnvironmentVariablesConfigurationSource { Prefix: null or "" }).Index;
        var beside = Path.Combine(builder.Environment.ContentRootPath, FileName);
        var here = Path.GetFullPath(FileName);
        try
        {
            if (here != Path.GetFullPath(beside) && File.Exists(here))
            {
                sources.Insert(place++, SourceOf(here));
            }

            if (configFile is not null)
            {
                sources.Insert(place, File.Exists(configFile)
                    ? SourceOf(Path.GetFullPath(configFile))
                    : throw StartRefusedException.Setting($"--config: there is no file {configFile}"));
            }
        }
        catch (InvalidDataException exception)
        {
            throw StartRefusedException.Setting($"{exception.Message} {exception.InnerException?.Message}".TrimEnd());
        }
    }

    /// <param name="doors">The sections of the doors.</param>
    /// <exception cref="StartRefusedException">A file, or the command line, has a section that nothing reads.</exception>
    public static void RefuseUnknown(ConfigurationManager configuration, IEnumerable<string> doors)
    {
        string[] known = [.. Ours, .. Others, .. doors];
        foreach (var provider in ((IConfigurationRoot)configuration).Providers.Where(IsWritten))
        {
            foreach (var key in provider.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (!known.Contains(key, StringComparer.OrdinalIgnoreCase))
                {
                    throw UnknownSetting.Refuse(configuration.GetSection(key), known);
                }
            }
        }
    }

    /// <summary>Where each setting came from, in the order in which they are read.</summary>
    /// <param name="doors">The sections of the doors.</param>
    public static IReadOnlyList<(string Source, IReadOnlyList<string> Keys)> OriginsOf(ConfigurationManager configuration, IEnumerable<string> doors)
    {
        string[] known = [.. Ours, .. doors, "Urls", "Logging"];
        return SettingsOrigins.Of(configuration, section => known.Contains(section, StringComparer.OrdinalIgnoreCase));
    }

    /// <returns>Null: there is no such file.</returns>
    public static string? PathOf(JsonConfigurationProvider provider) =>
        provider.Source.FileProvider?.GetFileInfo(provider.Source.Path ?? "") is { Exists: true } file ? file.PhysicalPath ?? file.Name : null;

    /// <summary>By a person, for this program; the environment is everybody's.</summary>
    private static bool IsWritten(IConfigurationProvider provider) => provider is JsonConfigurationProvider or CommandLineConfigurationProvider;

    private static JsonConfigurationSource SourceOf(string file)
    {
        var source = new JsonConfigurationSource { Path = file, Optional = false };
        source.ResolveFileProvider();
        return source;
    }
}
