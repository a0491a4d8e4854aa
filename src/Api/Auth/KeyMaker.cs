using System.Text.Json;

namespace Switchyard.Auth;

/// <summary>Makes keys of programs. The secret is told to who asked, and kept nowhere.</summary>
internal sealed class KeyMaker(IGrainFactory grains, IEnumerable<DoorMark> doors, TimeProvider time)
{
    /// <param name="expires">A time, or a span from now; nothing: it does not end.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="once">What is to be made instead, where it was planned before; null: nothing is. Null: as it is planned here.</param>
    /// <returns>The key, or what is wrong with what was asked; neither: its id was taken, and another try has another.</returns>
    public async Task<(NewKey? Key, string? Refusal)> MakeAsync(
        string? name, string? role, JsonElement? expires, IReadOnlyList<string>? bound, IReadOnlyList<string>? queues, string by, Func<KeyPlan, Task<KeyPlan?>>? once = null)
    {
        var now = time.GetUtcNow();
        if (KeyRules.WhyWrong(name, role, bound, queues, [.. doors.Select(door => door.Door)]) is { } wrong)
        {
            return (null, wrong);
        }

        if (!KeyRules.TryReadEnd(expires, now, out var end))
        {
            return (null, KeyRules.NoEnd);
        }

        var (newId, newText) = KeySecret.New();
        var plan = new KeyPlan(newId, newText, now, end);
        if ((once is null ? plan : await once(plan)) is not var (id, text, createdAt, expiresAt))
        {
            return (null, null);
        }

        var key = new AccessKey
        {
            Id = id,
            Name = name!,
            Role = KeyRules.RoleOf(role)!.Value,
            CreatedAt = createdAt,
            CreatedBy = by,
            ExpiresAt = expiresAt,
            Doors = bound ?? [],
            Queues = queues ?? [],
        };
        var (keys, hash) = (grains.GetAccessKeys(), KeySecret.Hash(text));
        var isThere = await keys.CreateAsync(key, hash) || (once is not null && await keys.FindAsync(id, hash) is not null);
        return (isThere ? new(key, text) : null, null);
    }
}

/// <param name="Text">The secret.</param>
internal sealed record NewKey(AccessKey Key, string Text);

/// <summary>A key that is to be made.</summary>
internal sealed record KeyPlan(string Id, string Text, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
