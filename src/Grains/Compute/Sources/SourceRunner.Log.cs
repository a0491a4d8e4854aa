using Microsoft.Extensions.Logging;
using Switchyard.Work;

namespace Switchyard.Compute.Sources;

internal sealed partial class SourceRunner
{
    private void LogThrew(string source, long id, Exception exception) => LogThrew(services.Log, source, id, exception);

    private void LogNotTaken(string source, long id, long lease, ActOutcome outcome) => LogNotTaken(services.Log, source, id, lease, outcome);

    private void LogNotReported(string source, long id, Exception exception) => LogNotReported(services.Log, source, id, exception);

    private void LogNeverReported(string source, long id, long lease, Exception exception) =>
        LogNeverReported(services.Log, source, id, lease, exception);

    private void LogGivenBack(string source, long id, long lease, string reason) => LogGivenBack(services.Log, source, id, lease, reason);

    private void LogNotTold(string source, Exception exception) => LogNotTold(services.Log, source, exception);

    private void LogNotDiscarded(string source, Exception exception) => LogNotDiscarded(services.Log, source, exception);

    [LoggerMessage(3026, LogLevel.Warning, "Source {Source}: the run of item {Id} threw")]
    private static partial void LogThrew(ILogger log, string source, long id, Exception exception);

    [LoggerMessage(3027, LogLevel.Warning, "Source {Source}: the end of item {Id} under lease {Lease} is not taken: {Outcome}")]
    private static partial void LogNotTaken(ILogger log, string source, long id, long lease, ActOutcome outcome);

    [LoggerMessage(3028, LogLevel.Warning, "Source {Source}: the end of item {Id} could not be told")]
    private static partial void LogNotReported(ILogger log, string source, long id, Exception exception);

    [LoggerMessage(3029, LogLevel.Warning, "Source {Source}: item {Id} under lease {Lease} is given back: {Reason}")]
    private static partial void LogGivenBack(ILogger log, string source, long id, long lease, string reason);

    [LoggerMessage(3030, LogLevel.Warning, "Source {Source}: the scheduler did not hear that a slot is free")]
    private static partial void LogNotTold(ILogger log, string source, Exception exception);

    [LoggerMessage(3031, LogLevel.Warning, "Source {Source}: the result of a run that nobody takes could not be removed")]
    private static partial void LogNotDiscarded(ILogger log, string source, Exception exception);

    [LoggerMessage(3032, LogLevel.Error, "Source {Source}: the end of item {Id} under lease {Lease} could not be told and is given up; its result stays, its lease runs out")]
    private static partial void LogNeverReported(ILogger log, string source, long id, long lease, Exception exception);
}
