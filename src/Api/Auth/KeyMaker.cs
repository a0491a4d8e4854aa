using System.Text.Json;

namespace Switchyard.Auth;

/// <summary>Makes keys of programs. The secret is told to who asked, and kept nowhere.</summary>
internal sealed class KeyMaker(IGrainFactory grains, IEnumerable<DoorMark> doors, TimeProvider time)
{
    /// <param name="expires">A time, or a span from now; nothing: it does not end.</param>
    /// <param name="by">Who asks.</param>
    /// <returns>The key that is to be made, or what is wrong with what was asked.</returns>
    public (NewKey? Key, string? Refusal) Plan(
        string? name, string? role, JsonElement? expires, IReadOnlyList<string>? bound, IReadOnlyList<string>? queues, string by)
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

        var (id, text) = KeySecret.New();
        var key = new AccessKey
        {
            Id = id,
            Name = name!,
            Role = KeyRules.RoleOf(role)!.Value,
            CreatedAt = now,
            CreatedBy = by,
            ExpiresAt = end,
            Doors = bound ?? [],
            Queues = queues ?? [],
        };
        return (new(key, text), null);
    }

    /// <param name="mayBeThere">Whether somebody may have made it before, to whom it was told, too.</param>
    /// <returns>False: its id was taken, and another plan has another.</returns>
    public async Task<bool> MakeAsync(NewKey planned, bool mayBeThere = false)
    {
        var (keys, hash) = (grains.GetAccessKeys(), KeySecret.Hash(planned.Text));
        return await keys.CreateAsync(planned.Key, hash) || (mayBeThere && await keys.FindAsync(planned.Key.Id, hash) is not null);
    }
}

/// <param name="Text">The secret.</param>
internal sealed record NewKey(AccessKey Key, string Text);
