using Switchyard.Text;

namespace Switchyard.Work;

/// <summary>What a row keeps of an error that a client told.</summary>
internal static class ErrorSummary
{
    /// <summary>Characters.</summary>
    public const int Most = 2000;

    /// <summary>The end of the text, where a traceback says what happened, fit for a text column of any database.</summary>
    public static string Of(string text) => SoundText.Of(SoundText.EndOf(text, Most));
}
