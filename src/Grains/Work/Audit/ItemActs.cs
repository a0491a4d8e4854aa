namespace Switchyard.Work.Audit;

/// <summary>Which changes of an item are a person's or key's act, and what is written down of them.</summary>
internal static class ItemActs
{
    /// <summary>Null where it is none, where nobody is behind it, and where it is a part of one that is on the record.</summary>
    public static AuditEntry? Of(WorkRow old, WorkCommand command, WorkRow next, DateTimeOffset now) => command switch
    {
        _ when AuditLog.IsPart => null,
        WorkCommand.Cancel cancel => Of(old, AuditActs.Cancel, now) is { } entry
            ? entry with { Reason = cancel.Reason, After = next.Status.Word() }
            : null,
        WorkCommand.Reset => Of(old, AuditActs.Retry, now) is { } entry ? entry with { After = next.Status.Word() } : null,
        _ => null,
    };

    /// <summary>The removal of something that an item has; null where nobody is behind it.</summary>
    public static AuditEntry? OfDeletion(WorkRow old, DateTimeOffset now, string part) =>
        OfDeletion(now) is { } act ? On(old, act) with { Subject = part } : null;

    /// <summary>The removal of an item that is still to be looked at; null where nobody is behind it.</summary>
    public static AuditEntry? OfDeletion(DateTimeOffset now) => AuditLog.IsPart ? null : AuditEntry.Of(AuditActs.Delete, now);

    /// <summary>An act on this item.</summary>
    /// <remarks>The error goes with a retry and with the item: the record alone has it then, where no attempt has.</remarks>
    public static AuditEntry On(WorkRow old, AuditEntry act) => act with
    {
        Item = old.Id,
        Queue = old.Queue,
        Before = old.Error is { Length: > 0 } error ? $"{old.Status.Word()}: {error}" : old.Status.Word(),
    };

    private static AuditEntry? Of(WorkRow old, string act, DateTimeOffset now) => AuditEntry.Of(act, now) is { } entry ? On(old, entry) : null;
}
