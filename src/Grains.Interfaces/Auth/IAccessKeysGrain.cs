using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>The keys of programs. A stateless worker over the store; the key of the grain is always 0.</summary>
[Alias("switchyard.auth.access-keys-grain")]
public interface IAccessKeysGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The key of this id, if the hash is its own (compared in constant time), valid or not. Of a valid one it notes that it was used.
    /// </summary>
    /// <param name="hash">SHA-256 of the secret's text: a call that fails is logged with what was sent, and the secret must not be.</param>
    [Alias("find"), Repeatable]
    Task<AccessKey?> FindAsync(string id, byte[] hash);

    /// <summary>All, newest first, also those that were revoked or have expired in the last year.</summary>
    [Alias("list"), Repeatable]
    Task<IReadOnlyList<AccessKey>> ListAsync();

    /// <summary>Answered after the commit; false when the id is taken.</summary>
    [Alias("create")]
    Task<bool> CreateAsync(AccessKey key, byte[] hash);

    /// <summary>Answered after the commit; false when there is no such key. One that was revoked before stays so.</summary>
    [Alias("revoke"), Repeatable]
    Task<bool> RevokeAsync(string id);
}

/// <summary>How the grain is reached.</summary>
public static class AccessKeyGrains
{
    /// <summary>What knows the keys.</summary>
    public static IAccessKeysGrain GetAccessKeys(this IGrainFactory grains) => grains.Reach<IAccessKeysGrain>(0);
}
