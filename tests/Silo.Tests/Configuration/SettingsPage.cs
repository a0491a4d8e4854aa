using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Switchyard.Compute;

namespace Switchyard.Configuration;

/// <param name="Key">As it is set; <c>N</c> is a number from 0, <c>NAME</c> any name.</param>
/// <param name="Values">What it may be: a unit, words, bounds.</param>
internal sealed record SettingRow(string Key, Type Type, string Default, string Values, string Meaning);

/// <summary>The settings as docs/settings.md has them: from the options classes themselves, their defaults, bounds and words.</summary>
internal static partial class SettingsPage
{
    private static readonly Dictionary<string, string> Summaries = new[] { "Switchyard.Api.xml", "Switchyard.Grains.Interfaces.xml" }
        .SelectMany(file => XDocument.Load(Path.Combine(AppContext.BaseDirectory, file)).Descendants("member"))
        .Where(member => member.Element("summary") is not null || member.Element("inheritdoc") is not null)
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, Summary);

    /// <summary>Of one section, in the order of the class.</summary>
    public static IReadOnlyList<SettingRow> Of(string section, object options) => section == "Services"
        ? [.. Rows("Services:N", new ServiceOptions()), .. Rows("Services:Dummy", new DummyOptions())]
        : [.. Rows(section, options)];

    public static string Table(string section, object options)
    {
        var text = new StringBuilder($"## {section}\n\n{SummaryOf($"T:{options.GetType()}")}\n\n| key | default | values | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var row in Of(section, options))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{row.Key}` | {row.Default} | {row.Values} | {row.Meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<SettingRow> Rows(string path, object options)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod?.IsPublic ?? false))
        {
            var (key, type) = ($"{path}:{property.Name}", Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            if (type == typeof(IReadOnlyDictionary<string, string>))
            {
                yield return Row($"{key}:NAME", property, null);
            }
            else if (type.IsGenericType && type.GetGenericArguments() is [var element])
            {
                var rows = element == typeof(string) ? [Row($"{key}:N", property, null)] : Rows($"{key}:N", Activator.CreateInstance(element)!);
                foreach (var row in rows)
                {
                    yield return row;
                }
            }
            else if (type.IsClass && type != typeof(string))
            {
                foreach (var row in Rows(key, property.GetValue(options)!))
                {
                    yield return row;
                }
            }
            else
            {
                yield return Row(key, property, property.GetValue(options));
            }
        }
    }

    private static SettingRow Row(string key, PropertyInfo property, object? value)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var meaning = SummaryOf($"P:{property.DeclaringType}.{property.Name}");
        var said = DefaultSaid().Match(meaning);
        var isOfMachine = value is string text && text == Environment.MachineName;
        var ours = value is null or "" || isOfMachine ? (said.Success ? said.Groups[1].Value : "none") : $"`{Text(value)}`";
        return new(key, type, ours, Values(type, property), DefaultSaid().Replace(meaning, "").Trim());
    }

    private static string Values(Type type, PropertyInfo property)
    {
        var range = property.GetCustomAttribute<RangeAttribute>();
        var least = property.GetCustomAttribute<MinLengthAttribute>();
        return type == typeof(bool) ? "`true`, `false`"
            : type.IsEnum ? string.Join(", ", Enum.GetNames(type).Select(name => $"`{name}`"))
            : type == typeof(TimeSpan) ? $"`[d.]hh:mm:ss`{Bounds(range)}"
            : type == typeof(double) ? $"number{Bounds(range)}"
            : type.IsPrimitive ? $"whole number{Bounds(range)}"
            : least is not null ? $"text of {least.Length} characters or more" : "text";
    }

    private static string Bounds(RangeAttribute? range) => range is null ? ""
        : range.OperandType == typeof(long) && Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture) == long.MaxValue ? $", {range.Minimum} and more"
        : $", {Text(range.Minimum)} to {Text(range.Maximum)}";

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string SummaryOf(string member) => Summaries.GetValueOrDefault(member) is { Length: > 0 } text
        ? text.StartsWith("P:", StringComparison.Ordinal) ? SummaryOf(text) : text
        : throw new InvalidOperationException($"{member} has no summary.");

    private static string Summary(XElement member) => member.Element("summary") is not { } summary
        ? member.Element("inheritdoc")!.Attribute("cref")?.Value ?? ""
        : Space().Replace(string.Concat(summary.Nodes().Select(Words)), " ").Trim();

    private static string Words(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")!.Value.Split('.')[^1]}`",
        XElement other => other.Value,
        _ => node.ToString(),
    };

    [GeneratedRegex(@"(?<=^|\s)Default: ((?:[^.]|\.(?!\s|$))+)\.")]
    private static partial Regex DefaultSaid();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
