using Microsoft.Extensions.Logging;
using Switchyard.Blobs;

namespace Switchyard.Compute;

/// <summary>Runs the services of the catalog, each run in a directory of its own which is gone when it is over.</summary>
public sealed partial class RunExecutor(
    ServiceCatalog catalog, ServiceRunner runner, RunRoot root, IBlobStore blobs, UploadLimits limits, ILogger<RunExecutor> log)
    : IRunExecutor
{
    /// <summary>How large a result may be was judged when it was made.</summary>
    private const long AnyLength = long.MaxValue / 2;

    public async Task<RunResult> RunAsync(RunOrder order, SourceContext source, RunLog log, CancellationToken cancellationToken)
    {
        var service = catalog.Find(order.Service)
            ?? throw new ServiceFailedException($"The node of {source.Key} has no service '{order.Service}'.");
        var directory = root.Create(order.ItemId, order.LeaseNumber);
        try
        {
            await UnpackAsync(order.Input, directory, cancellationToken);
            var outcome = await runner.RunAsync(service, directory, log, source.Environment, cancellationToken, source.AtOnce);
            return await KeepAsync(outcome, cancellationToken);
        }
        finally
        {
            Delete(directory);
        }
    }

    private async Task UnpackAsync(RunInput input, RunDirectory directory, CancellationToken cancellationToken)
    {
        if (input.Archive is { } archive)
        {
            await using var content = await blobs.OpenAsync(archive, cancellationToken)
                ?? throw new ServiceFailedException("The upload is gone.");
            await UploadArchive.UnpackAsync(content, directory.In, limits, cancellationToken);
        }

        foreach (var (name, data) in input.Files)
        {
            await File.WriteAllBytesAsync(Path.Join(directory.In, Path.GetFileName(name)), data, cancellationToken);
        }
    }

    /// <summary>The result is durable before its directory goes.</summary>
    private async Task<RunResult> KeepAsync(ServiceOutcome outcome, CancellationToken cancellationToken)
    {
        var result = new RunResult
        {
            Outcome = OutcomeOf(outcome.End),
            Error = outcome.End == ServiceEnd.Cancelled ? null : outcome.Error?.Replace('\0', '\uFFFD'),
            ExitCode = outcome.ExitCode,
        };
        if (outcome.ResultFile is not { } path)
        {
            return result;
        }

        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous, BufferSize = 0 });
        var blob = await blobs.WriteAsync(file, AnyLength, cancellationToken);
        return result with { ResultBlob = blob.Id, ResultLength = blob.Length };
    }

    private static RunOutcome OutcomeOf(ServiceEnd end) => end switch
    {
        ServiceEnd.Completed => RunOutcome.Completed,
        ServiceEnd.TimedOut => RunOutcome.TimedOut,
        ServiceEnd.Cancelled => RunOutcome.Cancelled,
        _ => RunOutcome.Failed,
    };

    /// <summary>What cannot be removed now, the node removes when it starts again.</summary>
    private void Delete(RunDirectory directory)
    {
        try
        {
            directory.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(directory.FullName, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The directory {Path} of a run that is over could not be removed")]
    private partial void LogNotDeleted(string path, Exception exception);
}
