using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Import;

/// <summary>Finds out what the files say now of tables that are stored already, and has the sink take what is new.</summary>
internal sealed class KnownTables(ImportOptions options, IImportSink sink, ImportReport report, OutsideCount outside)
{
    /// <param name="sources">Small enough to be in memory together.</param>
    /// <param name="known">All of them.</param>
    public async Task UpdateAsync(
        IReadOnlyList<(long Rank, TableSource Source)> sources, IReadOnlyDictionary<string, KnownTable> known, CancellationToken cancellationToken)
    {
        var looks = new (FileReading? Reading, TableUpdate? Update)[sources.Count];
        await Parallel.ForAsync(0, sources.Count, cancellationToken, (i, _) =>
        {
            looks[i] = Look(sources[i].Source, known[sources[i].Source.Name]);
            return ValueTask.CompletedTask;
        });
        foreach (var ((rank, source), (reading, _)) in sources.Zip(looks))
        {
            Judge(rank, source, known[source.Name], reading);
        }

        var updates = looks.Select(look => look.Update).OfType<TableUpdate>().ToList();
        if (updates.Count > 0)
        {
            var outcomes = await sink.UpdateAsync(updates, cancellationToken);
            foreach (var (update, outcome) in updates.Zip(outcomes))
            {
                report.Add(update.Name, outcome);
            }
        }
    }

    /// <summary>Reads the file of a table where it may have changed. Nothing is stored for a table whose files are as they were.</summary>
    private (FileReading? Reading, TableUpdate? Update) Look(TableSource source, KnownTable known)
    {
        var hash = TableStamp.HashOf(source.Targets);
        var otherTargets = known.Unreadable || options.Request.RemoveGone || known.Stamp?.HasTargets(hash) != true;
        var looksSame = options.TrustTimes && !known.Unreadable && known.Stamp?.LooksLike(source.Size, source.Modified) == true;
        FileReading? reading = looksSame ? null : source.ReadFile(known.Unreadable ? null : known.Stamp?.Hash, options.MaxTableBytes);
        var stamp = (reading?.Stamp(source, known.Stamp) ?? known.Stamp!) with { TargetsHash = hash };
        var isOther = reading?.Table is not null
            || otherTargets
            || (options.Request.Requeue && stamp.NewsUnder is not null)
            || stamp.Modified != known.Stamp?.Modified
            || stamp.Size != known.Stamp?.Size;
        return (reading, isOther
            ? new TableUpdate(known.Id, source.Name, reading?.Table, otherTargets ? source.Targets : null, report.Tasks, options.Request, stamp)
            : null);
    }

    private void Judge(long rank, TableSource source, KnownTable known, FileReading? reading)
    {
        if (reading?.Refusal is { } refusal)
        {
            report.Problems.Add($"tables/{source.Name}.csv", 0, known.Unreadable ? refusal : $"has changed and is not taken: {refusal}");
        }

        if (reading?.Table is { } table)
        {
            outside.Add(rank, source.Name, source.Targets, table.Rows, table.Columns);
        }
        else if (known is { Unreadable: false, Stamp: { Hash: not null } stamp })
        {
            outside.Add(rank, source.Name, source.Targets, stamp.Rows, stamp.Columns);
        }
    }
}
