namespace Switchyard.Work.Audit;

/// <summary>Which changes of an item are a person's or key's act, and what is written down of them.</summary>
internal static class ItemActs
{
    /// <summary>Null where it is none, where nobody is behind it, and where it is a part of one that is on the record.</summary>
    public static AuditEntry? Of(WorkRow old, WorkCommand command, WorkRow next, DateTimeOffset now) => command switch
    {
        _ when AuditLog.IsPart => null,
        WorkCommand.Cancel cancel => Of(old, AuditActs.Cancel, now) is { } entry
            ? entry with { Reason = cancel.Reason, After = WordOf(next.Status) }
            : null,
        WorkCommand.Reset => Of(old, AuditActs.Retry, now) is { } entry ? entry with { After = WordOf(next.Status) } : null,
        _ => null,
    };

    /// <summary>The removal of an item, or of a part of what it has; null when nobody is behind it.</summary>
    public static AuditEntry? OfDeletion(WorkRow old, DateTimeOffset now, string? part = null) =>
        !AuditLog.IsPart && Of(old, AuditActs.Delete, now) is { } entry ? entry with { Subject = part } : null;

    /// <remarks>The error goes with a retry and with the item: the record alone has it then, where no attempt has.</remarks>
    private static AuditEntry? Of(WorkRow old, string act, DateTimeOffset now) => AuditEntry.Of(act, now) is { } entry
        ? entry with
        {
            Item = old.Id,
            Queue = old.Queue,
            Before = old.Error is { Length: > 0 } error ? $"{WordOf(old.Status)}: {error}" : WordOf(old.Status),
        }
        : null;

    private static string WordOf(WorkStatus status) => status.ToString().ToLowerInvariant();
}
