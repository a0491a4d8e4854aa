
namespace Switchyard.Jobs;

/// <summary>Leaves the original's line in the log whenever somebody asks during maintenance.</summary>
internal sealed partial class PauseNotice(ILogger<PauseNotice> logger)
{
    public void Note(MaintenanceRecord record)
    {
        if (record.Paused)
        {
            LogPaused(record.Paused, OneLine(record.Message));
        }
    }

    /// <summary>The message is anybody's: it must not look like a line of ours.</summary>
    private static string OneLine(string message) => string.Create(message.Length, message, static (line, text) =>
    {
        for (var place = 0; place < text.Length; place++)
        {
            line[place] = char.IsControl(text[place]) ? ' ' : text[place];
        }
    });

    [LoggerMessage(5003, LogLevel.Information, "GET /maintenance-status, paused: {Paused}, msg: {Message}")]
    private partial void LogPaused(bool paused, string message);
}
