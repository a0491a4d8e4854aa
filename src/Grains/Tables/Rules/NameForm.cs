using System.Security.Cryptography;
using System.Text;
using Switchyard.Text;
using Switchyard.Work;

namespace Switchyard.Tables.Rules;

/// <summary>
/// Names that look the same and are other characters: file systems write "é" as one character or as two. Names are told apart; who
/// reads that there is no table of a name is to hear of the other.
/// </summary>
internal static class NameForm
{
    /// <summary>The records' space: under the form of a name, the name.</summary>
    public const string Space = "tables.name-form";

    /// <summary>What names that look the same have in common; null for names in ASCII, which are their own form.</summary>
    public static string? Of(string name) => Ascii.IsValid(name) ? null : Text(CompatibilityForm.Of(name));

    /// <summary>By which a record of the campaign is found; short, whatever the form.</summary>
    public static string KeyOf(string campaign, string form) =>
        $"{campaign}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form)))}";

    /// <summary>The record to keep with a table: none when its name is in ASCII.</summary>
    public static IReadOnlyList<WorkRecord> RecordsOf(string campaign, string name) =>
        Of(name) is { } form ? [new(Space, KeyOf(campaign, form), Encoding.UTF8.GetBytes(name))] : [];

    private static string Text(List<int> points)
    {
        var text = new StringBuilder(points.Count);
        foreach (var point in points)
        {
            text.Append(new Rune(point).ToString());
        }

        return text.ToString();
    }
}
