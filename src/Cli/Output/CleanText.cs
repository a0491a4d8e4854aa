using System.Globalization;
using System.Text;

namespace Switchyard.Cli.Output;

/// <summary>Text of others, as it may be shown: what a terminal would obey is made visible instead.</summary>
internal static class CleanText
{
    /// <summary>In one line.</summary>
    public static string Line(string text) => text.AsSpan().ContainsAnyInRange('\0', '\u001f') || NeedsCare(text) ? Clean(text, isLine: true) : text;

    /// <summary>Lines and tabs stay.</summary>
    public static string Lines(string text) => NeedsCare(text) ? Clean(text, isLine: false) : text;

    private static bool NeedsCare(string text)
    {
        foreach (var one in text)
        {
            if (one is not ('\n' or '\t') && IsObeyed(one))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Controls, and what turns the direction of writing.</summary>
    private static bool IsObeyed(char one) => char.IsControl(one) || CharUnicodeInfo.GetUnicodeCategory(one) == UnicodeCategory.Format;

    private static string Clean(string text, bool isLine)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var one in text)
        {
            clean.Append(one switch
            {
                '\n' or '\t' => isLine ? ' ' : one,
                '\r' => isLine ? ' ' : '\u240d',
                < ' ' => (char)('\u2400' + one),
                _ => IsObeyed(one) ? '\ufffd' : one,
            });
        }

        return clean.ToString();
    }
}
