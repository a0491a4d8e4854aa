using System.Data.Common;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Files;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;
using Switchyard.Compute.Sources;
using Switchyard.Hosting;
using Switchyard.Text;

namespace Switchyard.Compute;

/// <summary>Runs the services of the catalog, each run in a directory of its own which is gone when it is over.</summary>
public sealed partial class RunExecutor(
    ServiceCatalog catalog,
    ServiceRunner runner,
    RunRoot root,
    IBlobStore blobs,
    UploadLimits limits,
    INodeDisk disk,
    TimeProvider time,
    ILogger<RunExecutor> log) : IRunExecutor
{
    /// <summary>How large a result may be was judged when it was made.</summary>
    private const long AnyLength = long.MaxValue / 2;

    /// <summary>Of a run, in bytes, where no room is asked for.</summary>
    private const long Considerable = 16 << 20;

    /// <summary>About a minute: a run may have taken hours.</summary>
    private const int MaxWrites = 8;

    public async Task<RunResult> RunAsync(RunOrder order, SourceContext source, RunLog log, CancellationToken cancellationToken)
    {
        var service = catalog.Find(order.Service)
            ?? throw new ServiceFailedException($"The node of {source.Key} has no service '{order.Service}'.");
        RunDirectory? directory = null;
        try
        {
            directory = root.Create(order.ItemId, order.LeaseNumber);
            await FillAsync(order.Input, directory, cancellationToken);
            var outcome = await runner.RunAsync(service, directory, log, source.Environment, order.Secrets, cancellationToken, source.AtOnce);
            return outcome is { End: ServiceEnd.Failed, IsInputWrong: false } && disk.WhyFull() is { } full && !HasFilledDisk(directory)
                ? Lost(order.ItemId, full, null)
                : await KeepAsync(outcome, order.ItemId, cancellationToken);
        }
        catch (Exception exception) when (IsOfStorage(exception))
        {
            return NodeDisks.IsFault(exception) && HasFilledDisk(directory)
                ? new() { Outcome = RunOutcome.Failed, Error = $"The run has filled the disk: {RunEnds.ErrorOf(exception)}" }
                : Lost(order.ItemId, RunEnds.ErrorOf(exception), exception);
        }
        finally
        {
            Delete(directory);
        }
    }

    private RunResult Lost(long id, string why, Exception? exception)
    {
        LogLost(id, why, exception);
        return new() { Outcome = RunOutcome.Lost, Error = $"The node's storage failed: {why}" };
    }

    /// <summary>Whether the disk would have room without what the run left: then it is full by the run's own doing.</summary>
    private bool HasFilledDisk(RunDirectory? directory)
    {
        if (directory is null || disk.Free(directory.FullName) is not { } free)
        {
            return false;
        }

        return free + TreeSize.Measure(directory.FullName) >= (disk.Needed > 0 ? disk.Needed : Considerable);
    }

    private async Task FillAsync(RunInput input, RunDirectory directory, CancellationToken cancellationToken)
    {
        foreach (var result in input.Results)
        {
            await using var content = await OpenAsync(result, "The result of an earlier step", cancellationToken);
            await ResultArchive.UnpackAsync(content, directory.In, cancellationToken);
        }

        if (input.Archive is { } archive)
        {
            await using var content = await OpenAsync(archive, "The upload", cancellationToken);
            await UploadArchive.UnpackAsync(content, directory.In, limits, cancellationToken);
        }

        foreach (var (name, blob) in input.Blobs)
        {
            await using var content = await OpenAsync(blob, name, cancellationToken);
            await using var file = new FileStream(Path.Join(directory.In, Path.GetFileName(name)), FileMode.Create, FileAccess.Write);
            await content.CopyToAsync(file, cancellationToken);
        }

        foreach (var (name, data) in input.Files)
        {
            await File.WriteAllBytesAsync(Path.Join(directory.In, Path.GetFileName(name)), data, cancellationToken);
        }
    }

    private async Task<Stream> OpenAsync(string blob, string what, CancellationToken cancellationToken) =>
        await blobs.OpenAsync(blob, cancellationToken) ?? throw new ServiceFailedException($"{what} is gone.");

    /// <summary>The result is durable before its directory goes.</summary>
    private async Task<RunResult> KeepAsync(ServiceOutcome outcome, long id, CancellationToken cancellationToken)
    {
        var result = new RunResult
        {
            Outcome = OutcomeOf(outcome.End),
            Error = outcome.End == ServiceEnd.Cancelled || outcome.Error is not { } error ? null : SoundText.Of(error),
            ExitCode = outcome.ExitCode,
            IsInputWrong = outcome.IsInputWrong,
        };
        if (outcome.ResultFile is not { } path)
        {
            return result;
        }

        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous, BufferSize = 0 });
        var blob = await PatienceFor(id).ExecuteAsync(
            async token =>
            {
                file.Position = 0;
                return await blobs.WriteAsync(file, AnyLength, token);
            },
            cancellationToken);
        return result with { ResultBlob = blob.Id, ResultLength = blob.Length };
    }

    private ResiliencePipeline PatienceFor(long id) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = MaxWrites - 1,
            DelayGenerator = failed => new(RunRetries.OfNode.After(failed.AttemptNumber + 1)),
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsOfStorage),
            OnRetry = again =>
            {
                LogNotKept(id, again.AttemptNumber + 1, again.Outcome.Exception!);
                return default;
            },
        })
        .Build();

    /// <summary>Services do not throw here, and an upload was judged when it came: these are the disk's and the stores'.</summary>
    private static bool IsOfStorage(Exception exception) => exception is IOException or DbException || NodeDisks.IsFault(exception);

    private static RunOutcome OutcomeOf(ServiceEnd end) => end switch
    {
        ServiceEnd.Completed => RunOutcome.Completed,
        ServiceEnd.TimedOut => RunOutcome.TimedOut,
        ServiceEnd.Cancelled => RunOutcome.Cancelled,
        _ => RunOutcome.Failed,
    };

    private void Delete(RunDirectory? directory)
    {
        if (directory is not null && RunRoot.Remove(directory) is { } left)
        {
            LogNotDeleted(left.Path, left.Why);
        }
    }

    [LoggerMessage(3006, LogLevel.Warning, "The directory of a run that is over could not be removed: {Why}. What is left is in {Path}, and is tried again")]
    private partial void LogNotDeleted(string path, string why);

    [LoggerMessage(3007, LogLevel.Warning, "The result of item {Id} could not be written (try {Tries}); tried again")]
    private partial void LogNotKept(long id, int tries, Exception exception);

    [LoggerMessage(3008, LogLevel.Error, "The run of item {Id} is lost: the node's storage failed: {Why}")]
    private partial void LogLost(long id, string why, Exception? exception);
}
