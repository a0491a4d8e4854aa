using Orleans.Concurrency;
using Switchyard.Work.Store;

namespace Switchyard.Auth;

[StatelessWorker, Reentrant]
internal sealed class AccessKeysGrain(IDoorDatabase database, TimeProvider time) : Grain, IAccessKeysGrain
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
        }

        return key;
    }

    public Task<IReadOnlyList<AccessKey>> ListAsync() =>
        database.QueryAsync(connection => AccessKeyTable.ListAsync(connection, time.GetUtcNow()));

    public async Task<bool> CreateAsync(AccessKey key, byte[] hash)
    {
        var made = false;
        await database.RunAsync(async connection => made = await AccessKeyTable.InsertAsync(connection, key, hash));
        return made;
    }

    public async Task<bool> RevokeAsync(string id)
    {
        var known = false;
        await database.RunAsync(async connection => known = await AccessKeyTable.RevokeAsync(connection, id, time.GetUtcNow()));
        return known;
    }
}
