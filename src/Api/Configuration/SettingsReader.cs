using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Switchyard.Configuration;

/// <summary>
/// Reads a section into an options class, strictly: a key that no property has, or a value that is not of its type or
/// range, stops the start. The ordinary binder would pass over the first and throw a riddle at the second. Lists are
/// indexed from 0 without a gap; dictionaries are of text.
/// </summary>
internal static class SettingsReader
{
    private static readonly string[] SpanFormats =
        [@"h\:mm\:ss", @"d\.h\:mm\:ss", @"h\:mm\:ss\.FFFFFFF", @"d\.h\:mm\:ss\.FFFFFFF"];

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : class, new() => (T)ReadSection(configuration.GetSection(section), typeof(T));

    internal static object ReadSection(IConfigurationSection section, Type type)
    {
        RefuseValue(section);
        var options = Activator.CreateInstance(type)!;
        var properties = type.GetProperties().Where(property => property.CanWrite).ToArray();
        foreach (var child in section.GetChildren())
        {
            var property = properties.FirstOrDefault(
                    known => known.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw UnknownSetting.Refuse(child, properties.Select(known => known.Name));
            if (ReadValue(child, property) is { } value)
            {
                property.SetValue(options, value);
            }
        }

        return options;
    }

    /// <summary>A section has keys below it, and no value.</summary>
    internal static void RefuseValue(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw StartRefusedException.Setting($"{section.Path} is a section, it has no value of its own");
        }
    }

    private static object? ReadValue(IConfigurationSection setting, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (SettingsCollections.Read(setting, type) is { } collection)
        {
            return collection;
        }

        if (type.IsClass && type != typeof(string))
        {
            return ReadSection(setting, type);
        }

        if (setting.GetChildren().FirstOrDefault() is { } child)
        {
            throw StartRefusedException.Setting($"{child.Path} is not a setting of Switchyard: {setting.Path} is one value");
        }

        // Set to nothing is not set: what `X=${X:-}` in a compose file means. Unless nothing is something to say.
        if (string.IsNullOrEmpty(setting.Value))
        {
            return property.GetCustomAttribute<RequiredAttribute>() is { AllowEmptyStrings: true } ? setting.Value : null;
        }

        var value = Parse(setting, type);
        if (property.GetCustomAttribute<MinLengthAttribute>() is { } least && !least.IsValid(value))
        {
            // Without the value: what must be long is often a secret.
            throw StartRefusedException.Setting($"{setting.Path} must have at least {least.Length} characters");
        }

        return property.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value)
            ? throw StartRefusedException.Setting(
                $"{setting.Path}: '{setting.Value}' is not between {range.Minimum} and {range.Maximum}")
            : value;
    }

    private static object Parse(IConfigurationSection setting, Type type)
    {
        var text = setting.Value!;
        var culture = CultureInfo.InvariantCulture;
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : throw Not("true or false"),
            _ when type == typeof(int) =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : throw Not("a whole number"),
            _ when type == typeof(long) =>
                long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) ? number : throw Not("a whole number"),
            _ when type == typeof(double) =>
                double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : throw Not("a number"),
            _ when type == typeof(TimeSpan) =>
                TimeSpan.TryParseExact(text, SpanFormats, culture, out var span) ? span : throw Not("a time span hh:mm:ss"),
            { IsEnum: true } => Enum.GetNames(type).FirstOrDefault(
                    name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
                ? Enum.Parse(type, name)
                : throw Not($"one of {string.Join(", ", Enum.GetNames(type))}"),
            _ => throw new NotSupportedException($"Settings of type {type} are not read."),
        };

        StartRefusedException Not(string what) =>
            StartRefusedException.Setting($"{setting.Path}: '{text}' is not {what}");
    }
}
