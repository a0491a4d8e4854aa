using Switchyard.Tables.Import;
using Switchyard.Tables.Rules;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>The work items of imported tables. Pure.</summary>
internal static class ImportedRows
{
    /// <summary>What <see cref="Updated"/> needs of a table beside its row.</summary>
    public static IReadOnlyList<string> PartsOf(TableUpdate update) =>
    [
        TableWork.StampPart,
        .. update.Targets is null ? [] : (string[])[TableWork.TargetsPart],
        .. update.Content is null ? [] : (string[])[TableWork.ContentPart],
    ];

    public static WorkWrite New(string campaign, long id, ImportedTable table, DateTimeOffset now)
    {
        var row = new WorkRow
        {
            Id = id,
            Kind = TableNames.Kind,
            Queue = campaign,
            Status = table.Unreadable is null ? WorkStatus.Queued : WorkStatus.Failed,
            Name = table.Name,
            UniqueKey = table.Name,
            CreatedAt = now,
            FinishedAt = table.Unreadable is null ? null : now,
            Error = table.Unreadable,
        };
        var body = new TableBody { Unreadable = table.Unreadable, Columns = table.Content?.Columns ?? 0 };
        return new(null, TableTransitions.With(row, body, TargetCounts.Of(table.Targets)))
        {
            Records = NameForm.RecordsOf(campaign, table.Name),
            Parts =
            [
                new(TableWork.TargetsPart, Gzip.Pack(table.Targets.Serialize())),
                new(TableWork.StampPart, table.Stamp.Serialize()),
                .. table.Content is { } content ? [Part(content)] : Array.Empty<WorkPart>(),
            ],
        };
    }

    /// <summary>
    /// Brings a table to what the files say now. Cells of a table that is out stay; one that failed because it could not be read
    /// becomes work; results stay as they are.
    /// </summary>
    /// <returns>No write when nothing is to be stored.</returns>
    public static (WorkWrite? Write, UpdateOutcome Outcome) Updated(
        WorkRow row, IReadOnlyDictionary<string, byte[]> parts, TableUpdate update, DateTimeOffset now)
    {
        var body = TableBody.Deserialize(row.Body);
        var unreadable = body.Unreadable is not null;
        var isOut = row.Status == WorkStatus.Running;
        var isOther = update.Content is { } read && (unreadable || !Holds(parts, read));
        var replaces = isOther && !isOut;
        var stored = parts.TryGetValue(TableWork.StampPart, out var bytes) ? TableStamp.Deserialize(bytes) : null;
        var stamp = isOther && isOut ? WithCellsOf(update.Stamp, stored) : update.Stamp;
        var before = update.Targets is null ? null : TargetsOf(parts);
        var merge = before is null ? null : TargetMerge.Of(before, update.Targets!, update.Tasks, update.Request.RemoveGone);
        var targets = merge?.Targets.Serialize();
        var writesTargets = targets is not null && !targets.AsSpan().SequenceEqual(before!.Serialize());

        var next = row;
        if (replaces)
        {
            body = body with { Unreadable = null, Columns = update.Content!.Columns };
            next = unreadable && row.Status == WorkStatus.Failed ? row with { Status = WorkStatus.Queued, Error = null, FinishedAt = null } : row;
        }

        var isReturned = row.Status.IsTerminal() && !unreadable;
        var hasNews = replaces || merge?.Added > 0;
        var requeues = update.Request.Requeue && isReturned && (hasNews || stored?.NewsUnder == row.LeaseNumber);
        next = requeues ? Lifecycle.Apply(next, new WorkCommand.Reset(), now).Row : next;
        stamp = stamp with
        {
            NewsUnder = requeues ? null
                : hasNews && (isReturned || isOut) ? row.LeaseNumber
                : stored?.NewsUnder == row.LeaseNumber ? stored.NewsUnder
                : null,
        };
        var stampBytes = stamp.Serialize();
        var outcome = new UpdateOutcome
        {
            IsOut = isOut,
            IsReturned = isReturned,
            CellsReplaced = replaces,
            CellsLeft = isOther && isOut,
            Requeued = requeues,
            TargetsAdded = merge?.Added ?? 0,
            TargetsRemapped = merge?.Remapped ?? 0,
            TargetsGone = merge?.Gone ?? 0,
            TargetsRemoved = merge?.Removed ?? 0,
        };
        if (!replaces && !writesTargets && !requeues && stampBytes.AsSpan().SequenceEqual(bytes))
        {
            return (null, outcome);
        }

        return (new WorkWrite(row, TableTransitions.With(next, body, merge is null ? null : TargetCounts.Of(merge.Targets)))
        {
            Records = NameForm.RecordsOf(row.Queue, update.Name),
            Parts =
            [
                new(TableWork.StampPart, stampBytes),
                .. writesTargets ? [new(TableWork.TargetsPart, Gzip.Pack(targets!))] : Array.Empty<WorkPart>(),
                .. replaces ? [Part(update.Content!)] : Array.Empty<WorkPart>(),
            ],
        }, outcome);
    }

    private static WorkPart Part(ParsedTable content) => new(TableWork.ContentPart, Gzip.Pack(content.Data));

    /// <summary>The file was read, but its cells are not taken.</summary>
    private static TableStamp WithCellsOf(TableStamp stamp, TableStamp? stored) => stamp with
    {
        Size = stored?.Size ?? 0,
        Modified = stored?.Modified ?? default,
        Hash = stored?.Hash,
        Rows = stored?.Rows ?? 0,
        Columns = stored?.Columns ?? 0,
    };

    private static bool Holds(IReadOnlyDictionary<string, byte[]> parts, ParsedTable content)
    {
        try
        {
            return parts.TryGetValue(TableWork.ContentPart, out var packed) && Gzip.Unpack(packed).AsSpan().SequenceEqual(content.Data);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>What is stored; where that is damaged, the files are all there is.</summary>
    private static TargetTable TargetsOf(IReadOnlyDictionary<string, byte[]> parts)
    {
        try
        {
            return parts.TryGetValue(TableWork.TargetsPart, out var packed) ? TargetTable.Deserialize(Gzip.Unpack(packed)) : TargetTable.Empty;
        }
        catch (InvalidDataException)
        {
            return TargetTable.Empty;
        }
    }
}
