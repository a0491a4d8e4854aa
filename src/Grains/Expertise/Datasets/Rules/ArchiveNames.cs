using System.Text;
using Switchyard.Text;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>A member's name is a file's name.</summary>
internal static class ArchiveNames
{
    public const string Extension = ".jsonl";

    // What Linux allows a name, in bytes.
    private const int Longest = 255;

    /// <summary>Why it cannot be the name of an archive; null when it can.</summary>
    public static string? Refusal(string name) =>
        Blank.Is(name) ? "it is empty"
        : name.Any(symbol => symbol is '/' or '\\') ? "it holds a separator of paths"
        : name.Any(char.IsControl) ? "it holds a control character"
        : Encoding.UTF8.GetByteCount(name) > Longest - Extension.Length ? $"it is longer than {Longest - Extension.Length} bytes"
        : name == DatasetWriter.MatchSubmissions ? "it is kept for the papers of the other side"
        : null;
}
