using System.Text.Json;

namespace Switchyard.Cli.Output;

/// <summary>A column of a table of what the API lists.</summary>
/// <param name="Title">In its head.</param>
/// <param name="Of">What it shows of an element.</param>
internal sealed record Column(string Title, Func<JsonElement, Cell> Of)
{
    /// <summary>Numbers stand to the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>May be cut short where the terminal is narrow.</summary>
    public bool IsLong { get; init; }

    /// <summary>May be left out where the terminal is narrow; the largest goes first. 0: it stays.</summary>
    public int Spare { get; init; }
}
