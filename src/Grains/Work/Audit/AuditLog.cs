using Switchyard.Work.Changes;
using Switchyard.Work.Store;

namespace Switchyard.Work.Audit;

/// <summary>
/// Where acts are written down that are no transaction of the store's. One that nothing can refuse any more is written down
/// before it takes effect: a node that dies between the two leaves a record too many, not one too few.
/// </summary>
public sealed class AuditLog(IDoorDatabase database, WorkChanges changes, TimeProvider time)
{
    private const string WholeKey = "switchyard.whole-act";

    /// <summary>Whether what is done now is a part of an act that is on the record as a whole.</summary>
    internal static bool IsPart => RequestContext.Get(WholeKey) is not null;

    /// <summary>Records an act of whoever is behind the call that is being answered. Durable when the task completes; nothing when nobody is.</summary>
    /// <param name="describe">What it was done to, and why.</param>
    public Task AddAsync(string act, Func<AuditEntry, AuditEntry> describe) =>
        !IsPart && AuditEntry.Of(act, time.GetUtcNow()) is { } entry
            ? AddAsync(describe(entry))
            : Task.CompletedTask;

    /// <summary>The same for an act on many: it is on the record before its first part, and its parts are not. To be called by the method that acts.</summary>
    public Task AddWholeAsync(string act, Func<AuditEntry, AuditEntry> describe)
    {
        var added = AddAsync(act, describe);
        RequestContext.Set(WholeKey, "1");
        return added;
    }

    private async Task AddAsync(AuditEntry entry)
    {
        await database.RunAsync(connection => AuditTable.AddAsync(connection, entry));
        changes.Mark(ChangeTopics.Acts);
    }
}
