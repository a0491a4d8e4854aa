namespace Switchyard.Tables;

/// <summary>Times as the original prints them.</summary>
public static class Humanise
{
    /// <summary>Days, hours, minutes and seconds, cut to whole ones; zero units are left out: "1 minute 2 seconds".</summary>
    public static string Duration(TimeSpan value)
    {
        (int Count, string Unit)[] units =
            [(value.Days, "day"), (value.Hours, "hour"), (value.Minutes, "minute"), (value.Seconds, "second")];
        var parts = units.Where(unit => unit.Count > 0).Select(unit => $"{unit.Count} {unit.Unit}{(unit.Count > 1 ? "s" : "")}");
        var text = string.Join(' ', parts);
        return text.Length > 0 ? text : "0 second";
    }
}
