namespace Switchyard.Tables;

public static class Humanise
{
    public static string Duration(TimeSpan value)
    {
        (int Count, string Unit)[] units =
            [(value.Days, "day"), (value.Hours, "hour"), (value.Minutes, "minute"), (value.Seconds, "second")];
        var text = string.Join(
            ' ', units.Where(unit => unit.Count > 0).Select(unit => $"{unit.Count} {unit.Unit}{(unit.Count > 1 ? "s" : "")}"));
        return text.Length > 0 ? text : "0 second";
    }
}
