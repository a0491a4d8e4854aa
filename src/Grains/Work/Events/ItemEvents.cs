namespace Switchyard.Work.Events;

/// <summary>What a change of a row is to listeners. Pure.</summary>
internal static class ItemEvents
{
    /// <summary>Null where its status, its lease and its queue stay as they are.</summary>
    /// <param name="old">Null when it is new.</param>
    public static WorkEvent? Of(WorkRow? old, WorkRow row, DateTimeOffset now) =>
        old is not null && old.Status == row.Status && old.Queue == row.Queue && old.LeaseNumber == row.LeaseNumber
            ? null
            : new WorkEvent
            {
                Id = row.Id,
                Kind = row.Kind,
                Queue = row.Queue,
                Status = row.Status,
                At = now,
                Owner = row.Owner,
                LeaseNumber = row.LeaseNumber,
                Worker = row.LeaseOwner ?? old?.LeaseOwner,
                Error = row.Error,
                NotBefore = row.Status == WorkStatus.Queued ? row.NotBefore : null,
            };
}
