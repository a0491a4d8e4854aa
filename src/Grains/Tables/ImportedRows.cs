using Switchyard.Tables.Import;
using Switchyard.Tables.Rules;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>The work items of imported tables. Pure.</summary>
internal static class ImportedRows
{
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
        return Write(null, row, new TableBody(), table);
    }

    /// <summary>A table that failed because it could not be read becomes work; null when it has become something else.</summary>
    public static WorkWrite? Mended(WorkRow row, ImportedTable table) =>
        row.Status != WorkStatus.Failed ? null : Write(
            row,
            row with { Status = WorkStatus.Queued, Error = null, FinishedAt = null },
            TableBody.Deserialize(row.Body),
            table);

    private static WorkWrite Write(WorkRow? old, WorkRow row, TableBody body, ImportedTable table)
    {
        var next = body with
        {
            Unreadable = table.Unreadable,
            Columns = table.Content?.Columns ?? 0,
        };
        return new(old, TableTransitions.With(row, next, TargetCounts.Of(table.Targets)))
        {
            Parts =
            [
                new(TableWork.TargetsPart, Gzip.Pack(table.Targets.Serialize())),
                .. table.Content is { } content ? [new(TableWork.ContentPart, Gzip.Pack(content.Data))] : Array.Empty<WorkPart>(),
            ],
        };
    }
}
