using Spectre.Console;

namespace Switchyard.Cli.Output;

/// <summary>A piece of text with its look.</summary>
internal readonly record struct Cell(string Text, Style? Look = null)
{
    public static Cell Empty { get; } = new("");

    public static implicit operator Cell(string? text) => new(text ?? "");
}

/// <summary>The few looks there are.</summary>
internal static class Looks
{
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Bad = new(Color.Red);
    public static readonly Style Care = new(Color.Yellow);
    public static readonly Style Busy = new(Color.Blue);
    public static readonly Style Faint = new(Color.Grey);
    public static readonly Style Strong = new(decoration: Decoration.Bold);

    /// <summary>A status of work, a state of a source or a node.</summary>
    public static Cell State(string? state) => new(state ?? "", state switch
    {
        "completed" or "ready" or "active" or "done" => Good,
        "failed" or "away" or "silent" or "unready" => Bad,
        "cancelled" or "timedout" or "paused" or "draining" => Care,
        "running" => Busy,
        _ => (Style?)null,
    });
}
