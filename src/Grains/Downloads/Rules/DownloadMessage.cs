using System.Globalization;

namespace Switchyard.Downloads.Rules;

/// <summary>What a message on the channel asks for. Pure.</summary>
/// <param name="ClfId">Null when it asks for nothing.</param>
/// <param name="Refusal">Why not, for people.</param>
internal readonly record struct DownloadMessage(int? ClfId, string? Refusal)
{
    private const string Word = "clf";

    /// <summary>
    /// <c>clf-17</c> asks for the archive of classifier 17; as the original, what follows a second dash is not read.
    /// </summary>
    public static DownloadMessage Parse(string text)
    {
        if (!text.StartsWith(Word, StringComparison.Ordinal))
        {
            return new(null, "it is no request: it does not begin with 'clf'");
        }

        return text.Split('-', 3) is [_, var number, ..]
            && int.TryParse(number, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id)
            && id > 0
                ? new(id, null)
                : new(null, "it names no classifier: expected 'clf-' and a positive number");
    }
}
