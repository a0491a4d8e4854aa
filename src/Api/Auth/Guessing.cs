namespace Switchyard.Auth;

/// <summary>Says no to wrong credentials: counts them by the sender's address, writes them to the log, and stops listening.</summary>
internal sealed partial class Guessing(FailedSignIns failures, ILogger<Guessing> logger)
{
    /// <summary>Whether the sender has guessed too often; then this is remembered for the answer.</summary>
    public bool IsClosed(HttpContext context)
    {
        if (failures.ClosedFor(context.Connection.RemoteIpAddress) is not { } left)
        {
            return false;
        }

        context.Features.Set(new TooManyGuesses(left));
        return true;
    }

    /// <summary>What was sent is wrong.</summary>
    /// <param name="what">What it was, and never what it said.</param>
    public void Fail(HttpContext context, string what)
    {
        var address = Networks.Text(context.Connection.RemoteIpAddress) ?? "unknown";
        LogRefused(what, address, context.TraceIdentifier);
        if (failures.Add(context.Connection.RemoteIpAddress))
        {
            LogClosed(address, FailedSignIns.MostFailures, (int)FailedSignIns.Window.TotalSeconds);
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "Refused: {What} from {Address}, request {Request}")]
    private partial void LogRefused(string what, string address, string request);

    [LoggerMessage(1002, LogLevel.Warning, "{Address} has failed {Failures} times within a minute: its credentials are not looked at for {Seconds} s")]
    private partial void LogClosed(string address, int failures, int seconds);
}

/// <summary>The sender is not listened to.</summary>
internal sealed record TooManyGuesses(TimeSpan Left)
{
    /// <summary>Whole seconds, for <c>Retry-After</c>.</summary>
    public int Seconds => (int)Math.Ceiling(Left.TotalSeconds);
}
