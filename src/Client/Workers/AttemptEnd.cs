using System.Text.Json;

namespace Switchyard.Client.Workers;

/// <summary>How an attempt ended here, and so what is said of it.</summary>
internal abstract record AttemptEnd
{
    private const int LongestError = 4_000;

    public sealed record Done(JsonElement? Result) : AttemptEnd;

    public sealed record Failed(string Error, bool Retry, TimeSpan? RetryAfter) : AttemptEnd;

    /// <summary>The worker stops: somebody else shall have it at once.</summary>
    public sealed record GivenBack : AttemptEnd;

    /// <summary>It is not ours any more, so nothing is said.</summary>
    public sealed record Dropped : AttemptEnd;

    /// <param name="failure">What the handler threw.</param>
    /// <param name="loss">Why its token was cancelled.</param>
    public static AttemptEnd Of(Exception failure, Loss loss) => (failure, loss) switch
    {
        (_, Loss.Stale or Loss.Cancelled or Loss.Unknown) => new Dropped(),
        (_, Loss.Stopping) => new GivenBack(),
        (OperationCanceledException, Loss.RanOut or Loss.TimedOut) => new Dropped(),
        (TaskFailedException told, _) => new Failed(Shorten(told.Message), told.Retry, told.RetryAfter),
        _ => new Failed(Shorten($"{failure.GetType().Name}: {failure.Message}"), Retry: true, RetryAfter: null),
    };

    /// <summary>Of a handler that returned.</summary>
    public static AttemptEnd Of(JsonElement? result, Loss loss) =>
        loss is Loss.Stale or Loss.Cancelled or Loss.Unknown ? new Dropped() : new Done(result);

    private static string Shorten(string text) =>
        text.Length == 0 ? "The handler failed without a word." : text.Length <= LongestError ? text : text[..LongestError] + "...";
}
