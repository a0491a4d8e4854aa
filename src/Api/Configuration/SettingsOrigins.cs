using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Switchyard.Configuration;

/// <summary>Which setting came from where: the names of those of which a source had the last word.</summary>
internal static class SettingsOrigins
{
    /// <param name="isOurs">Whether a section is one that is read: the environment has much else.</param>
    /// <returns>The sources in their order, the later wins; files also where others said it all.</returns>
    public static IReadOnlyList<(string Source, IReadOnlyList<string> Keys)> Of(IConfigurationRoot configuration, Func<string, bool> isOurs)
    {
        var owners = new Dictionary<string, IConfigurationProvider>(StringComparer.OrdinalIgnoreCase);
        var sources = configuration.Providers.Select(provider => (Provider: provider, Name: NameOf(provider))).Where(source => source.Name is not null).ToList();
        foreach (var (provider, _) in sources)
        {
            foreach (var section in provider.GetChildKeys([], null).Distinct(StringComparer.OrdinalIgnoreCase).Where(section => provider is JsonConfigurationProvider || isOurs(section)))
            {
                foreach (var key in Leaves(provider, section))
                {
                    owners[key] = provider;
                }
            }
        }

        var owned = owners.ToLookup(owner => owner.Value, owner => owner.Key);
        return
        [
            .. sources.Select(source => (source.Name!, (IReadOnlyList<string>)[.. owned[source.Provider].Order(StringComparer.OrdinalIgnoreCase)]))
                .Where((source, place) => sources[place].Provider is JsonConfigurationProvider || source.Item2.Count > 0),
        ];
    }

    private static string? NameOf(IConfigurationProvider provider) => provider switch
    {
        JsonConfigurationProvider file => SettingsFiles.PathOf(file),
        EnvironmentVariablesConfigurationProvider => "the environment",
        CommandLineConfigurationProvider => "the command line",
        _ => null,
    };

    private static IEnumerable<string> Leaves(IConfigurationProvider provider, string path)
    {
        if (provider.TryGet(path, out var value) && value is not null)
        {
            yield return path;
        }

        foreach (var below in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            foreach (var leaf in Leaves(provider, ConfigurationPath.Combine(path, below)))
            {
                yield return leaf;
            }
        }
    }
}
