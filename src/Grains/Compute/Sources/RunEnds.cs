using Switchyard.Text;

namespace Switchyard.Compute.Sources;

internal static class RunEnds
{
    /// <summary>What people read of a failure.</summary>
    public static string ErrorOf(Exception exception) =>
        exception.Message is "" ? exception.GetType().Name : SoundText.Of(exception.Message);

    /// <summary>What a run's end means: an executor that was cancelled does not know why.</summary>
    /// <param name="stopReason">Null when it was not told to stop.</param>
    /// <param name="timeout">The time limit that passed; null when none did.</param>
    public static RunResult Judge(RunResult result, string? stopReason, TimeSpan? timeout) => (result.Outcome, stopReason, timeout) switch
    {
        (RunOutcome.Cancelled, { } reason, _) => result with { Error = result.Error ?? reason },
        (RunOutcome.Cancelled, null, { } limit) => result with
        {
            Outcome = RunOutcome.TimedOut,
            Error = $"The time limit of {limit} has passed.",
        },
        (RunOutcome.Cancelled, null, null) => result with
        {
            Outcome = RunOutcome.Failed,
            Error = result.Error ?? "The run ended itself without a result.",
        },
        _ => result,
    };
}
