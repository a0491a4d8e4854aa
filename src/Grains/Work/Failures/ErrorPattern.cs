using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Switchyard.Work.Failures;

/// <summary>What the errors of many items have in common. Pure.</summary>
internal static partial class ErrorPattern
{
    /// <summary>Of an item that failed without a word.</summary>
    public const string None = "(no error)";

    private const int Longest = 300;

    /// <summary>The last line, where a traceback says what happened, with each word that has a digit (numbers, ids, times) as "#".</summary>
    public static string Of(string? error)
    {
        var line = error?.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim();
        if (string.IsNullOrEmpty(line))
        {
            return None;
        }

        var pattern = Blanks().Replace(Numbered().Replace(line.Length > Longest * 2 ? line[..(Longest * 2)] : line, "#"), " ");
        return pattern.Length > Longest ? pattern[..Longest] : pattern;
    }

    /// <summary>
    /// The number of a failed item's group, which its row keeps: of the pattern's hash, so that it is the same on each node and in
    /// each release. Null: it did not fail.
    /// </summary>
    public static long? GroupOf(WorkStatus status, string? error) =>
        FailureGroups.Statuses.Contains(status) ? NumberOf(Of(error)) : null;

    /// <summary>The number of the group of a pattern.</summary>
    public static long NumberOf(string pattern)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(pattern), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    [GeneratedRegex(@"[\p{L}\p{N}_]*\p{N}[\p{L}\p{N}_]*(?:[-.:,/][\p{L}\p{N}_]*\p{N}[\p{L}\p{N}_]*)*")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
