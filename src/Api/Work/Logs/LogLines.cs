namespace Switchyard.Work.Logs;

/// <summary>The ends of a log. Pure. A line goes with what ends it.</summary>
internal static class LogLines
{
    public static string Head(string text, int lines)
    {
        var end = 0;
        for (var line = 0; line < lines && end < text.Length; line++)
        {
            var next = text.IndexOf('\n', end);
            end = next < 0 ? text.Length : next + 1;
        }

        return text[..end];
    }

    public static string Tail(string text, int lines)
    {
        var start = text.Length;
        for (var line = 0; line < lines && start > 0; line++)
        {
            // The end of the last line begins none.
            start = start == 1 ? 0 : text.LastIndexOf('\n', start - 2) + 1;
        }

        return text[start..];
    }
}
