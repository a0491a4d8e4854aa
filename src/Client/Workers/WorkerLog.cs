using Microsoft.Extensions.Logging;

namespace Switchyard.Client.Workers;

internal static partial class WorkerLog
{
    [LoggerMessage(1, LogLevel.Information, "The worker {Worker} takes up to {Concurrency} tasks at once from {Queues}.")]
    public static partial void Starts(ILogger log, string worker, int concurrency, string queues);

    [LoggerMessage(2, LogLevel.Information, "The worker {Worker} stops: {Held} tasks may run on for {Grace}.")]
    public static partial void Stops(ILogger log, string worker, int held, TimeSpan grace);

    [LoggerMessage(3, LogLevel.Warning, "To {What} fails, tried {Times} times, and is tried again: {Error}")]
    public static partial void TriesAgain(ILogger log, string what, int times, string error);

    [LoggerMessage(4, LogLevel.Warning, "Attempt {Attempt} of task {Id} of {Queue} failed.")]
    public static partial void Failed(ILogger log, int attempt, long id, string queue, Exception failure);

    [LoggerMessage(5, LogLevel.Warning, "Task {Id} of {Queue} is not ours any more ({Loss}): its handler was told to end.")]
    public static partial void Lost(ILogger log, long id, string queue, Loss loss);

    [LoggerMessage(6, LogLevel.Warning, "What was said of task {Id} of {Queue} was not believed: {Outcome}.")]
    public static partial void NotBelieved(ILogger log, long id, string queue, string outcome);

    [LoggerMessage(7, LogLevel.Information, "Task {Id} of {Queue} is given back.")]
    public static partial void GivenBack(ILogger log, long id, string queue);

    [LoggerMessage(8, LogLevel.Error, "The handler of task {Id} of {Queue} does not end; it is given back all the same.")]
    public static partial void DoesNotEnd(ILogger log, long id, string queue);
}
