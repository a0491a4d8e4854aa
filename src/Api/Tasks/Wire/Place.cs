namespace Switchyard.Tasks.Wire;

/// <summary>Where in a request a value stands, for people. Made into text only when something is wrong.</summary>
/// <param name="Before">What comes before its number.</param>
/// <param name="Number">Null: there are not several.</param>
/// <param name="After">What comes behind the number, before the name of a member.</param>
internal readonly record struct Place(string Before = "", int? Number = null, string After = "")
{
    /// <summary>One of the body, which is an array.</summary>
    public static Place Element(int index) => new("[", index, "].");

    /// <summary>One of the array that the member <c>items</c> is.</summary>
    public static Place Item(int index) => new("items[", index, "].");

    /// <param name="number">From 1.</param>
    public static Place Line(long number) => new("Line ", (int)Math.Min(number, int.MaxValue), ": ");

    public string Of(string member) => $"{Before}{Number}{After}{member}";

    /// <summary>The thing itself.</summary>
    public string Whole => After == "." ? Before : Of("").TrimEnd('.', ':', ' ') is { Length: > 0 } text ? text : "The body";
}
