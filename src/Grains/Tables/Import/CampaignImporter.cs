using Microsoft.Data.Sqlite;

namespace Switchyard.Tables.Import;

/// <summary>
/// Imports a directory of tables and targets, once per instance. Memory is bounded whatever the number of tables. Tables go to
/// the sink in whole batches, in the order in which targets files first name them (CEA, CTA, CPA), then those without
/// targets by name; those the sink knows are passed over, so an import that was cut off goes on when it runs again.
/// </summary>
public sealed class CampaignImporter(ImportOptions options, IImportSink sink, TimeProvider time)
{
    private const int ReportEvery = 50_000;

    private readonly ProblemLog problems = new();
    private readonly string tables = Path.Combine(options.InputDirectory, "tables");
    private readonly string targets = Path.Combine(options.InputDirectory, "targets");
    private ImportProgress progress = new() { Phase = ImportPhase.Idle };
    private IProgress<ImportProgress>? listener;

    /// <summary>
    /// Runs the import. A directory or a file that it cannot do without and cannot read ends it with
    /// <see cref="ImportPhase.Failed"/>; a bad line or table is a problem in the answer. Errors of the sink are thrown.
    /// </summary>
    /// <param name="listener">Hears of each phase, each batch and each 50,000 lines, on the import's own thread.</param>
    /// <exception cref="OperationCanceledException">Cancelled; whole batches are stored, and running again goes on.</exception>
    public async Task<ImportProgress> RunAsync(IProgress<ImportProgress>? listener, CancellationToken cancellationToken)
    {
        this.listener = listener;
        progress = new ImportProgress { Phase = ImportPhase.ReadingDirectory, StartedAt = time.GetUtcNow() };
        Report();

        // The caller may be a grain, whose turn must not be spent on reading files.
        return await Task.Run(() => ImportAsync(cancellationToken), cancellationToken);
    }

    private async Task<ImportProgress> ImportAsync(CancellationToken cancellationToken)
    {
        ImportScratch? scratch = null;
        try
        {
            try
            {
                RequireDirectories();
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

    private void RequireDirectories()
    {
        foreach (var directory in new[] { options.InputDirectory, tables, targets })
        {
            if (!Directory.Exists(directory))
            {
                throw new DirectoryNotFoundException($"The directory {directory} does not exist or cannot be read.");
            }
        }
    }

    private void ListTables(ImportScratch scratch, CancellationToken cancellationToken)
    {
        foreach (var name in TablesDirectory.List(tables, problems))
        {
            cancellationToken.ThrowIfCancellationRequested();
            scratch.AddTable(name);
            progress = progress with { TablesFound = progress.TablesFound + 1 };
            if (progress.TablesFound % ReportEvery == 0)
            {
                Report();
            }
        }
    }

    private void ReadTargets(ImportScratch scratch, CancellationToken cancellationToken)
    {
        progress = progress with { Phase = ImportPhase.ReadingTargets };
        Report();
        var files = TargetsFile.Choose(Directory.EnumerateFiles(targets).Select(f => Path.GetFileName(f)), out var further);
        foreach (var name in further)
        {
            problems.Add($"targets/{name}", 0, "a file of the same task comes before it: not used");
        }

        if (files.Count == 0)
        {
            problems.Add("targets", 0, "no .csv file has CEA, CTA or CPA in its name: the tables have no targets");
        }

        foreach (var (task, name) in files.OrderBy(f => f.Key))
        {
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
        using var stream = File.OpenRead(Path.Combine(targets, name));
        foreach (var line in TargetsFile.Read(stream, task, options.CeaColumnOrder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress = progress with { TargetsRead = progress.TargetsRead + 1 };
            if (progress.TargetsRead % ReportEvery == 0)
            {
                Report();
            }

            var problem = line.Problem ?? scratch.AddTarget(task, line) switch
            {
                AddTargetOutcome.UnknownTable => $"there is no table '{line.Table}'",
                AddTargetOutcome.Duplicate => "the same target stands on an earlier line",
                _ => null,
            };
            if (problem is not null)
            {
                problems.Add($"targets/{name}", line.Line, problem);
            }
        }
    }

    private async Task StoreTablesAsync(ImportScratch scratch, CancellationToken cancellationToken)
    {
        progress = progress with { Phase = ImportPhase.StoringTables };
        Report();
        var rank = 0L;
        while (scratch.ReadTables(rank, options.BatchSize) is { Count: > 0 } batch)
        {
            rank = batch[^1].Rank;
            var known = await sink.FindKnownAsync([.. batch.Select(t => t.Name)], cancellationToken);
            await StoreNewAsync(scratch, [.. batch.Where(t => !known.ContainsKey(t.Name))], cancellationToken);
            await RepairAsync(scratch, [.. batch.Where(t => known.TryGetValue(t.Name, out var k) && k.Unreadable)], known, cancellationToken);
            progress = progress with { TablesKnown = progress.TablesKnown + known.Count };
            Report();
        }
    }

    private async Task StoreNewAsync(ImportScratch scratch, List<(long Rank, string Name)> batch, CancellationToken cancellationToken)
    {
        foreach (var part in Parts(scratch, batch))
        {
            var read = await ReadAsync(part, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            await sink.StoreAsync(read, cancellationToken);
            foreach (var table in read.Where(t => t.Unreadable is not null))
            {
                problems.Add($"tables/{table.Name}.csv", 0, table.Unreadable!);
            }

            progress = progress with
            {
                TablesStored = progress.TablesStored + read.Length,
                TablesUnreadable = progress.TablesUnreadable + read.Count(t => t.Unreadable is not null),
            };
            Report();
        }
    }

    private async Task RepairAsync(
        ImportScratch scratch,
        List<(long Rank, string Name)> batch,
        IReadOnlyDictionary<string, KnownTable> known,
        CancellationToken cancellationToken)
    {
        foreach (var part in Parts(scratch, batch))
        {
            var read = await ReadAsync(part, cancellationToken);
            var readable = read.Where(t => t.Content is not null).Select(t => new RepairedTable(known[t.Name].Id, t)).ToList();
            if (readable.Count > 0)
            {
                await sink.RepairAsync(readable, cancellationToken);
            }

            foreach (var table in read.Where(t => t.Unreadable is not null))
            {
                problems.Add($"tables/{table.Name}.csv", 0, table.Unreadable!);
            }
        }
    }

    /// <summary>Cuts a batch where its files grow too large to be in memory together.</summary>
    private IEnumerable<List<TableSource>> Parts(ImportScratch scratch, List<(long Rank, string Name)> batch)
    {
        var part = new List<TableSource>();
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

            part.Add(source);
            bytes += size;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private async Task<ImportedTable[]> ReadAsync(List<TableSource> sources, CancellationToken cancellationToken)
    {
        var read = new ImportedTable[sources.Count];
        await Parallel.ForAsync(0, sources.Count, cancellationToken, (i, _) =>
        {
            read[i] = sources[i].Read(options.MaxTableBytes);
            return ValueTask.CompletedTask;
        });
        return read;
    }

    private ImportProgress Finish(ImportPhase phase, string? error)
    {
        progress = progress with { Phase = phase, Error = error, FinishedAt = time.GetUtcNow() };
        Report();
        return progress;
    }

    private void Report()
    {
        progress = progress with { ProblemCount = problems.Count, Problems = problems.First };
        listener?.Report(progress);
    }
}
