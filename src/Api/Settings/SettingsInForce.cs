using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Switchyard.Hosting;

namespace Switchyard.Settings;

/// <summary>
/// The settings of this process: all that its sections know, with their defaults, and where each that is set was set. Read from the
/// same records and the same configuration that the process runs by.
/// </summary>
internal sealed class SettingsInForce(IConfiguration configuration, IEnumerable<SettingsSection> sections) : ISettingsInForce
{
    private static readonly string[] Others = ["Urls", "Logging", "ConnectionStrings", "Doors", "Kestrel", "AllowedHosts"];

    public IReadOnlyList<SettingInForce> List()
    {
        var all = new SortedDictionary<string, SettingInForce>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in sections)
        {
            AddDefaults(all, section.Name, section.Options, depth: 0);
        }

        var known = sections.Select(section => section.Name).Concat(Others).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            var end = key.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? colon : key.Length;
            if (!string.IsNullOrEmpty(value) && known.TryGetValue(key[..end], out var section))
            {
                Add(all, section + key[end..], value, SourceOf(key));
            }
        }

        return [.. all.Values];
    }

    private static void AddDefaults(IDictionary<string, SettingInForce> all, string path, object options, int depth)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var key = $"{path}:{property.Name}";
            switch (property.GetValue(options))
            {
                case null:
                    Add(all, key, null, source: null);
                    break;
                case string or IFormattable or bool or Enum:
                    Add(all, key, Text(property.GetValue(options)!), source: null);
                    break;
                case IEnumerable:
                    // What is in a list or a dictionary was set, and is found where.
                    break;
                case var inner when depth < 4:
                    AddDefaults(all, key, inner, depth + 1);
                    break;
            }
        }
    }

    private static void Add(IDictionary<string, SettingInForce> all, string key, string? value, string? source)
    {
        var isSecret = SecretKeys.IsSecret(key);
        all[key] = new(key, value is null ? null : isSecret ? SecretKeys.Hidden : SecretKeys.Mask(value), source, isSecret);
    }

    private static string Text(object value) => value switch
    {
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The last that says it counts.</summary>
    private string? SourceOf(string key) => (configuration as IConfigurationRoot)?.Providers.Reverse().FirstOrDefault(provider => provider.TryGet(key, out _)) switch
    {
        JsonConfigurationProvider { Source: var file } => file.FileProvider?.GetFileInfo(file.Path ?? "").PhysicalPath ?? file.Path,
        CommandLineConfigurationProvider => "command line",
        EnvironmentVariablesConfigurationProvider => "environment",
        null => null,
        _ => "the host",
    };
}
