using Microsoft.Extensions.Logging;
using Switchyard.Hosting;
using Switchyard.Tables.Import;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>
/// Runs at most one import in this process, beside the grains: reading files and parsing them must not hold up who asks for
/// work meanwhile.
/// </summary>
public sealed partial class ImportRun(
    CampaignIntake intake, TablesOptions options, IGrainFactory grains, TimeProvider time, ILogger<ImportRun> log) : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;
    private volatile bool _cutOff;
    private volatile bool _isRunning;
    private (ImportRequest Request, bool TrustTimes) _how = (new(), TrustTimes: true);
    private volatile ImportProgress _progress = new() { Phase = ImportPhase.Idle };

    public ImportProgress Progress => _progress;

    public bool IsRunning => _isRunning;

    /// <summary>
    /// Whether tables of the input directory may be missing from the store: an import runs, was cut off in the middle, or is
    /// still to come. (An input directory that cannot be read has named its error; there is nothing to wait for.)
    /// </summary>
    public bool IsUnfinished =>
        options.InputDirectory is not null && (IsRunning || _cutOff || Progress.Phase == ImportPhase.Idle);

    /// <summary>Whether an import that was cut off is due to be tried again.</summary>
    public bool IsDue => !IsRunning && _cutOff && time.GetUtcNow() - Progress.FinishedAt >= RetryAfter;

    public void Dispose() => _stop.Dispose();

    /// <summary>Why an import could not even begin, in words for the operator; null when it can. Looks at the directory.</summary>
    public Task<string?> WhyNothingAsync() => Task.Run(() => InputDirectories.WhyNothing(options.InputDirectory));

    /// <summary>The first import of a node, which stores what is new and looks into files only where size or time are others.</summary>
    public bool TryStartFirst(string campaign) => TryStart(campaign, new ImportRequest(), trustTimes: true);

    /// <summary>One that an operator asked for: every file is read.</summary>
    public bool TryStart(string campaign, ImportRequest request) => TryStart(campaign, request, trustTimes: false);

    /// <summary>Goes on with the import that was cut off.</summary>
    public bool TryStartAgain(string campaign) => TryStart(campaign, _how.Request, _how.TrustTimes);

    /// <summary>False when an import runs already, or there is nothing to import from.</summary>
    private bool TryStart(string campaign, ImportRequest request, bool trustTimes)
    {
        lock (_gate)
        {
            if (IsRunning || options.InputDirectory is not { } directory)
            {
                return false;
            }

            _stop.Dispose();
            _stop = new CancellationTokenSource();
            (_cutOff, _isRunning) = (false, true);
            _how = (request, trustTimes);
            _progress = new() { Phase = ImportPhase.ReadingDirectory, StartedAt = time.GetUtcNow(), IsUnasked = trustTimes };
            var cancellation = _stop.Token;
            _run = Task.Run(() => RunAsync(campaign, directory, request, trustTimes, cancellation), CancellationToken.None);
            return true;
        }
    }

    /// <summary>Stops after the batch under way; what is stored stays, and the next import goes on from there.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(string campaign, string directory, ImportRequest request, bool trustTimes, CancellationToken cancellation)
    {
        LogStarted(campaign, directory);
        var cutOff = true;
        ImportProgress end;
        try
        {
            end = await intake.ImportAsync(campaign, directory, request, trustTimes, Follow, cancellation);
            cutOff = false;
        }
        catch (OperationCanceledException)
        {
            end = _progress with { Phase = ImportPhase.Failed, FinishedAt = time.GetUtcNow(), Error = "The import was stopped; it goes on with the next one." };
        }
        catch (Exception exception)
        {
            LogFailed(campaign, exception);
            end = _progress with { Phase = ImportPhase.Failed, FinishedAt = time.GetUtcNow(), Error = exception.Message };
        }

        end = end with { IsUnasked = trustTimes };
        Report(campaign, directory, end);
        lock (_gate)
        {
            // Who sees the end may start the next one.
            (_cutOff, _isRunning, _progress) = (cutOff, false, end);
        }

        grains.Reach<IQueueGrain>(campaign).RefillAsync().Ignore();
    }

    private void Follow(ImportProgress progress)
    {
        if (progress.Phase is not (ImportPhase.Finished or ImportPhase.Failed))
        {
            _progress = progress with { IsUnasked = _how.TrustTimes };
        }
    }

    private void Report(string campaign, string directory, ImportProgress progress)
    {
        if (progress.Phase == ImportPhase.Finished)
        {
            LogFinished(campaign, directory, progress.TablesStored, progress.TablesKnown, progress.TablesUnreadable, progress.TargetsRead, progress.ProblemCount);
            ReportChanges(campaign, progress);
        }
        else
        {
            LogNotFinished(campaign, directory, progress.Error ?? "");
        }

        foreach (var file in progress.TargetsFiles.Where(file => file.Outside > 0))
        {
            LogOutside(file.File, file.Outside, file.Targets, file.Hint ?? "");
        }

        foreach (var problem in progress.Problems.Take(20))
        {
            LogProblem(problem.File, problem.Line, problem.Message);
        }
    }

    private void ReportChanges(string campaign, ImportProgress progress)
    {
        if (progress.TablesChanged.Count + progress.TablesOut.Count + progress.TargetsAdded + progress.TablesRequeued.Count + progress.TargetsRemoved > 0)
        {
            LogChanged(
                campaign, progress.TablesChanged.Count, progress.TablesOut.Count, progress.TargetsAdded, progress.TablesReturned.Count,
                progress.TablesRequeued.Count, progress.TargetsRemoved);
        }
    }

    [LoggerMessage(4005, LogLevel.Information, "Campaign {Campaign}: importing {Directory}")]
    private partial void LogStarted(string campaign, string directory);

    [LoggerMessage(4006, LogLevel.Information,
        "Campaign {Campaign}: {Directory} is imported: {Stored} tables stored, {Known} known already, {Unreadable} unreadable, {Targets} targets, {Problems} problems")]
    private partial void LogFinished(string campaign, string directory, long stored, long known, long unreadable, long targets, long problems);

    [LoggerMessage(4007, LogLevel.Error, "Campaign {Campaign}: the import of {Directory} did not finish: {Error}")]
    private partial void LogNotFinished(string campaign, string directory, string error);

    [LoggerMessage(4008, LogLevel.Warning, "Import: {File} line {Line}: {Problem}")]
    private partial void LogProblem(string file, long line, string problem);

    [LoggerMessage(4010, LogLevel.Information,
        "Campaign {Campaign}: cells of {Changed} known tables were replaced, those of {Left} are left as they are out; {Added} targets were added; {Returned} returned tables have news and wait for a reset, {Requeued} went back to the queue; {Removed} targets were dropped")]
    private partial void LogChanged(string campaign, long changed, long left, long added, long returned, long requeued, long removed);

    [LoggerMessage(4011, LogLevel.Warning, "Import: targets/{File}: {Outside} of {Targets} targets lie outside their table. {Hint}")]
    private partial void LogOutside(string file, long outside, long targets, string hint);

    [LoggerMessage(4009, LogLevel.Error, "Campaign {Campaign}: the import failed")]
    private partial void LogFailed(string campaign, Exception exception);
}
