namespace Switchyard.Configuration;

/// <summary>Explains a key that nothing reads, with the nearest key that something does.</summary>
internal static class UnknownSetting
{
    private const int NearEnough = 3;

    public static StartRefusedException Refuse(IConfigurationSection setting, IEnumerable<string> siblings)
    {
        var parent = setting.Path[..^setting.Key.Length];
        var hint = Nearest(setting.Key, siblings) is { } nearest ? $" (did you mean {parent}{nearest}?)" : "";
        return StartRefusedException.Setting($"{setting.Path} is not a setting of Switchyard{hint}");
    }

    /// <summary>The name that was probably meant; null: none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> names) => names
        .Select(name => (Distance: Distance(word, name), Name: name))
        .Where(candidate => candidate.Distance <= NearEnough)
        .OrderBy(candidate => candidate.Distance)
        .Select(candidate => candidate.Name)
        .FirstOrDefault();

    /// <summary>Levenshtein's: letters put in, left out or changed.</summary>
    internal static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var change = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
