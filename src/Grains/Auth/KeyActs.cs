using Switchyard.Work.Audit;

namespace Switchyard.Auth;

/// <summary>What is written down of the making and the revoking of a key: its id, name and role, never its secret.</summary>
internal static class KeyActs
{
    /// <summary>Who the node's command says that it is: it asks nobody.</summary>
    private const string CommandAddress = "command";

    /// <summary>Null when nobody is behind the call.</summary>
    public static AuditEntry? OfCreation(AccessKey key, DateTimeOffset now) => AuditEntry.Of(AuditActs.CreateKey, now) is { } act
        ? act with { Subject = key.Id, After = Describe(key) }
        : null;

    /// <param name="act">The act, of which it is not known yet what it is done to.</param>
    public static AuditEntry? OfRevocation(AuditEntry? act, AccessKey key) =>
        act is null ? null : act with { Subject = key.Id, Before = Describe(key) };

    /// <summary>A key that was made by the node's command, by whoever may run it.</summary>
    public static AuditEntry OfCommand(AccessKey key) => new()
    {
        At = key.CreatedAt,
        Who = new Actor(null, null).Name,
        From = CommandAddress,
        Act = AuditActs.CreateKey,
        Subject = key.Id,
        After = Describe(key),
        RequestId = Guid.NewGuid().ToString(),
    };

    private static string Describe(AccessKey key) => $"{key.Name} ({key.Role.ToString().ToLowerInvariant()})";
}
