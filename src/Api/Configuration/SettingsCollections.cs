using System.Globalization;

namespace Switchyard.Configuration;

/// <summary>Lists and dictionaries of the options classes.</summary>
internal static class SettingsCollections
{
    /// <returns>Null when the type is neither.</returns>
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static object? Read(IConfigurationSection setting, Type type)
    {
        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return ReadTexts(setting);
        }

        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IReadOnlyList<>))
        {
            return null;
        }

        var element = type.GetGenericArguments()[0];
        var entries = Entries(setting);
        var list = Array.CreateInstance(element, entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            list.SetValue(element == typeof(string) ? Text(entries[i]) : SettingsReader.ReadSection(entries[i], element), i);
        }

        return list;
    }

    /// <summary>The entries of a list, in its order.</summary>
    public static IReadOnlyList<IConfigurationSection> Entries(IConfigurationSection setting)
    {
        RefuseValue(setting, "a list", $"{setting.Path}:0");
        return InOrder(setting, setting.GetChildren());
    }

    /// <param name="entries">Those of a section's children that should make a list.</param>
    public static IReadOnlyList<IConfigurationSection> InOrder(
        IConfigurationSection setting, IEnumerable<IConfigurationSection> entries)
    {
        var byIndex = new SortedDictionary<int, IConfigurationSection>();
        foreach (var entry in entries)
        {
            if (!int.TryParse(entry.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || !byIndex.TryAdd(index, entry))
            {
                throw StartRefusedException.Setting($"{entry.Path} is not a setting of Switchyard: {setting.Path} is a list, with {setting.Path}:0 first");
            }
        }

        foreach (var ((index, entry), place) in byIndex.Zip(Enumerable.Range(0, byIndex.Count)))
        {
            if (index != place)
            {
                throw StartRefusedException.Setting($"{entry.Path} comes after a gap: there is no {setting.Path}:{place}");
            }
        }

        return [.. byIndex.Values];
    }

    private static Dictionary<string, string> ReadTexts(IConfigurationSection setting)
    {
        RefuseValue(setting, "a section", $"{setting.Path}:NAME");
        return setting.GetChildren().ToDictionary(entry => entry.Key, Text, StringComparer.Ordinal);
    }

    /// <summary>What stands in a list or a dictionary is said, even when it is empty.</summary>
    private static string Text(IConfigurationSection entry) => entry.GetChildren().FirstOrDefault() is { } child
        ? throw StartRefusedException.Setting($"{child.Path} is not a setting of Switchyard: {entry.Path} is one value")
        : entry.Value ?? "";

    private static void RefuseValue(IConfigurationSection setting, string what, string example)
    {
        if (!string.IsNullOrEmpty(setting.Value))
        {
            throw StartRefusedException.Setting($"{setting.Path} is {what}, it has no value of its own: set {example}");
        }
    }
}
