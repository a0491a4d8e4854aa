using Orleans.Concurrency;
using Switchyard.Work.Audit;
using Switchyard.Work.Changes;
using Switchyard.Work.Store;

namespace Switchyard.Auth;

[StatelessWorker, Reentrant]
internal sealed class AccessKeysGrain(IDoorDatabase database, WorkChanges changes, TimeProvider time) : Grain, IAccessKeysGrain
{
    /// <summary>How old the note of a key's last use may become: one write for many uses.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(5);

    public async Task<AccessKey?> FindAsync(string id, byte[] hash)
    {
        var now = time.GetUtcNow();
        if (await database.QueryAsync(connection => AccessKeyTable.FindAsync(connection, id, hash)) is not { } key)
        {
            return null;
        }

        if (key.IsValid(now) && !(key.LastUsedAt > now - NoteEvery))
        {
            await database.RunAsync(connection => AccessKeyTable.NoteUseAsync(connection, id, now));
            changes.Mark(ChangeTopics.Keys);
        }

        return key;
    }

    public Task<IReadOnlyList<AccessKey>> ListAsync() =>
        database.QueryAsync(connection => AccessKeyTable.ListAsync(connection, time.GetUtcNow()));

    public async Task<bool> CreateAsync(AccessKey key, byte[] hash)
    {
        var (made, act) = (false, KeyActs.OfCreation(key, time.GetUtcNow()));
        await database.RunAsync(async connection =>
        {
            made = await AccessKeyTable.InsertAsync(connection, key, hash);
            await AuditTable.AddAsync(connection, made ? act : null);
        });
        changes.Mark(ChangeTopics.Acts);
        return made;
    }

    public async Task<bool> RevokeAsync(string id)
    {
        AccessKey? known = null;
        var now = time.GetUtcNow();
        // Whose call it is, is not known in the store's own loop.
        var act = AuditEntry.Of(AuditActs.RevokeKey, now);
        await database.RunAsync(async connection =>
        {
            known = await AccessKeyTable.ReadAsync(connection, id);
            if (known is not null && await AccessKeyTable.RevokeAsync(connection, id, now))
            {
                await AuditTable.AddAsync(connection, KeyActs.OfRevocation(act, known));
            }
        });
        changes.Mark(ChangeTopics.Acts);
        return known is not null;
    }
}
