using Microsoft.Data.Sqlite;
using Switchyard.Tables.Rules;
using Switchyard.Text;

namespace Switchyard.Tables.Import;

/// <summary>
/// Imports a directory of tables and targets, once per instance. Memory is bounded whatever the number of tables. Tables go to
/// the sink in whole batches, in the order in which targets files first name them (CEA, CTA, CPA), then those without
/// targets by name. Of those that the sink knows, it takes what has changed since; so an import that was cut off goes on when it
/// runs again.
/// </summary>
public sealed class CampaignImporter(ImportOptions options, IImportSink sink, TimeProvider time)
{
    private const int ReportEvery = 50_000;

    private readonly string tables = Path.Combine(options.InputDirectory, InputDirectories.Tables);
    private readonly string targets = Path.Combine(options.InputDirectory, InputDirectories.Targets);
    private ImportReport report = new(null);

    private ImportProgress Progress => report.Progress;

    /// <summary>
    /// Runs the import. A directory or a file that it cannot do without and cannot read ends it with
    /// <see cref="ImportPhase.Failed"/>, and nothing is stored; a bad line or table is a problem in the answer. Errors of the sink
    /// are thrown.
    /// </summary>
    /// <param name="listener">Hears of each phase, each batch and each 50,000 lines, on the import's own thread.</param>
    /// <exception cref="OperationCanceledException">Cancelled; whole batches are stored, and running again goes on.</exception>
    public async Task<ImportProgress> RunAsync(IProgress<ImportProgress>? listener, CancellationToken cancellationToken)
    {
        report = new ImportReport(listener);
        Enter(ImportPhase.ReadingDirectory, time.GetUtcNow());

        // The caller may be a grain, whose turn must not be spent on reading files.
        return await Task.Run(() => ImportAsync(cancellationToken), cancellationToken);
    }

    private async Task<ImportProgress> ImportAsync(CancellationToken cancellationToken)
    {
        if (InputDirectories.WhyNothing(options.InputDirectory) is { } why)
        {
            report.Set(progress => progress with { Refused = ImportRefusal.NothingToImport });
            return Finish(ImportPhase.Failed, why);
        }

        ImportScratch? scratch = null;
        try
        {
            try
            {
                scratch = new ImportScratch(options.ScratchDirectory);
                ListTables(scratch, cancellationToken);
                ReadTargets(scratch, cancellationToken);
                scratch.RankRest();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or SqliteException)
            {
                return Finish(ImportPhase.Failed, e.Message);
            }

            await StoreTablesAsync(scratch, cancellationToken);
            return Finish(ImportPhase.Finished, null);
        }
        finally
        {
            scratch?.Dispose();
        }
    }

    private void ListTables(ImportScratch scratch, CancellationToken cancellationToken)
    {
        foreach (var name in TablesDirectory.List(tables, report.Problems))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (scratch.AddTable(name) is { } alike)
            {
                report.Problems.Add(
                    $"{InputDirectories.Tables}/{name}.csv", 0, $"its name looks the same as that of another table: {CodePoints.Escape(name)} and {CodePoints.Escape(alike)}");
            }

            report.Set(progress => progress with { TablesFound = progress.TablesFound + 1 });
            if (Progress.TablesFound % ReportEvery == 0)
            {
                report.Tell();
            }
        }
    }

    private void ReadTargets(ImportScratch scratch, CancellationToken cancellationToken)
    {
        Enter(ImportPhase.ReadingTargets);
        var files = TargetsFile.Choose(InputDirectories.FilesOf(targets), out var others);
        foreach (var (name, why) in others)
        {
            report.Problems.Add($"{InputDirectories.Targets}/{name}", 0, why);
        }

        foreach (var (task, name) in files.OrderBy(f => f.Key))
        {
            report.File(new TargetsFileReport { File = name, Task = task });
            try
            {
                ReadTargets(scratch, task, name, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // Tables stored without their targets would be done, and wrong, for good.
                throw new InvalidDataException($"The targets file {Path.Combine(targets, name)} cannot be read: {e.Message}", e);
            }
        }
    }

    private void ReadTargets(ImportScratch scratch, AnnotationTask task, string name, CancellationToken cancellationToken)
    {
        var (lines, used) = (0, 0);
        using var stream = File.OpenRead(Path.Combine(targets, name));
        foreach (var line in TargetsFile.Read(stream, task, options.CeaColumnOrder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var problem = line.Problem ?? scratch.AddTarget(task, line) switch
            {
                AddTargetOutcome.UnknownTable => NoTable(line.Table, scratch.FindAlike(line.Table)),
                AddTargetOutcome.Duplicate => "the same target stands on an earlier line",
                _ => null,
            };
            if (problem is not null)
            {
                report.Problems.Add($"{InputDirectories.Targets}/{name}", line.Line, problem);
            }

            used += problem is null ? 1 : 0;
            if (++lines == ReportEvery)
            {
                Count(task, lines, used);
                (lines, used) = (0, 0);
            }
        }

        Count(task, lines, used);
    }

    private static string NoTable(string name, string? alike) => alike is null
        ? $"there is no table '{name}'"
        : $"there is no table '{name}' ({CodePoints.Escape(name)}); that of tables/ looks the same and is written otherwise ({CodePoints.Escape(alike)})";

    private void Count(AnnotationTask task, int lines, int used)
    {
        var file = report.File(task);
        report.File(file with { Lines = file.Lines + lines, Targets = file.Targets + used, Unused = file.Unused + lines - used });
        report.Set(progress => progress with
        {
            TargetsRead = progress.TargetsRead + lines,
            TargetsUnused = progress.TargetsUnused + lines - used,
        });
        report.Tell();
    }

    private async Task StoreTablesAsync(ImportScratch scratch, CancellationToken cancellationToken)
    {
        Enter(ImportPhase.StoringTables);
        var outside = new OutsideCount(report, scratch, options.CeaColumnOrder);
        var knownTables = new KnownTables(options, sink, report, outside);
        var rank = 0L;
        while (scratch.ReadTables(rank, options.BatchSize) is { Count: > 0 } batch)
        {
            rank = batch[^1].Rank;
            var known = await sink.FindKnownAsync([.. batch.Select(t => t.Name)], cancellationToken);
            await StoreNewAsync(scratch, [.. batch.Where(t => !known.ContainsKey(t.Name))], outside, cancellationToken);
            foreach (var part in Parts(scratch, [.. batch.Where(t => known.ContainsKey(t.Name))]))
            {
                await knownTables.UpdateAsync(part, known, cancellationToken);
            }

            report.Set(progress => progress with { TablesKnown = progress.TablesKnown + known.Count });
            report.Tell();
        }

        outside.Finish();
    }

    private async Task StoreNewAsync(
        ImportScratch scratch, List<(long Rank, string Name)> batch, OutsideCount outside, CancellationToken cancellationToken)
    {
        var gone = await sink.FindGoneAsync([.. batch.Select(table => table.Name)], cancellationToken);
        foreach (var part in Parts(scratch, batch))
        {
            var all = part.Where(table => !LooksGone(table.Source, gone)).ToList();
            var tables = all.Zip(await ReadAsync(all, cancellationToken)).Where(table => !IsGone(table.Second, gone)).ToList();
            cancellationToken.ThrowIfCancellationRequested();
            var read = tables.ConvertAll(table => table.Second);
            if (read.Count > 0)
            {
                await sink.StoreAsync(read, cancellationToken);
            }

            foreach (var ((rank, _), table) in tables)
            {
                if (table.Content is { } content)
                {
                    outside.Add(rank, table.Name, table.Targets, content.Rows, content.Columns);
                }
                else
                {
                    report.Problems.Add($"{InputDirectories.Tables}/{table.Name}.csv", 0, table.Unreadable!);
                }
            }

            report.Set(progress => progress with
            {
                TablesStored = progress.TablesStored + read.Count,
                TablesKnown = progress.TablesKnown + part.Count - read.Count,
                TablesUnreadable = progress.TablesUnreadable + read.Count(t => t.Unreadable is not null),
            });
            report.Tell();
        }
    }

    /// <summary>Whether a table of these files is done and gone, by their looks.</summary>
    private bool LooksGone(TableSource source, IReadOnlyDictionary<string, TableStamp> gone) => options.TrustTimes
        && gone.TryGetValue(source.Name, out var stamp)
        && stamp.LooksLike(source.Size, source.Modified)
        && stamp.HasTargets(TableStamp.HashOf(source.Targets));

    /// <summary>Whether a table of these files is done and gone, by their bytes.</summary>
    private static bool IsGone(ImportedTable table, IReadOnlyDictionary<string, TableStamp> gone) =>
        gone.TryGetValue(table.Name, out var stamp)
        && stamp.HasBytes(table.Stamp.Hash)
        && stamp.HasTargets(table.Stamp.TargetsHash);

    /// <summary>Cuts a batch where its files grow too large to be in memory together.</summary>
    private IEnumerable<List<(long Rank, TableSource Source)>> Parts(ImportScratch scratch, List<(long Rank, string Name)> batch)
    {
        var part = new List<(long Rank, TableSource Source)>();
        var bytes = 0L;
        foreach (var (rank, name) in batch)
        {
            var source = TableSource.Of(TablesDirectory.PathOf(tables, name), name, scratch.ReadTargets(rank));
            var size = source.Size > options.MaxTableBytes ? 0 : source.Size;
            if (part.Count > 0 && bytes + size > options.BatchBytes)
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add((rank, source));
            bytes += size;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private async Task<ImportedTable[]> ReadAsync(List<(long Rank, TableSource Source)> sources, CancellationToken cancellationToken)
    {
        var read = new ImportedTable[sources.Count];
        await Parallel.ForAsync(0, sources.Count, cancellationToken, (i, _) =>
        {
            read[i] = sources[i].Source.Read(options.MaxTableBytes);
            return ValueTask.CompletedTask;
        });
        return read;
    }

    private void Enter(ImportPhase phase, DateTimeOffset? startedAt = null)
    {
        report.Set(progress => progress with { Phase = phase, StartedAt = startedAt ?? progress.StartedAt });
        report.Tell();
    }

    private ImportProgress Finish(ImportPhase phase, string? error)
    {
        report.Set(progress => progress with { Phase = phase, Error = error, FinishedAt = time.GetUtcNow() });
        report.Tell();
        return Progress;
    }
}
