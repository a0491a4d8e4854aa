using Switchyard.Auth;

namespace Switchyard.Work.Audit;

/// <summary>One act of a person or key that changed something. Never changed, and removed by age alone.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.audit-entry")]
public sealed record AuditEntry
{
    /// <summary>Grows from one to the next; the place to go on from. 0 before it is stored.</summary>
    [Id(0)] public long Sequence { get; init; }

    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>The account's or key's name; "operator" where nobody had to sign in.</summary>
    [Id(2)] public required string Who { get; init; }

    /// <summary>The address that it came from; null when that is not known.</summary>
    [Id(3)] public string? From { get; init; }

    /// <summary>What was done: one of <see cref="AuditActs"/>, or a word of a door's own.</summary>
    [Id(4)] public required string Act { get; init; }

    /// <summary>The work item that it was done to; null when it was none, or more than one.</summary>
    [Id(5)] public long? Item { get; init; }

    [Id(6)] public string? Queue { get; init; }

    /// <summary>What it was done to, where that is no item and no queue: a source, a key, a dataset, the choice of a bulk act.</summary>
    [Id(7)] public string? Subject { get; init; }

    [Id(8)] public string? Reason { get; init; }

    /// <summary>How it stood before, in a few words; of an item its status, and its error.</summary>
    [Id(9)] public string? Before { get; init; }

    /// <summary>How it stood after it.</summary>
    [Id(10)] public string? After { get; init; }

    /// <summary>Of the request, which is its answer's <c>X-Request-ID</c>, or of the act on the console.</summary>
    [Id(11)] public string? RequestId { get; init; }

    /// <summary>An act of whoever is behind the call that is being answered; null when nobody is.</summary>
    public static AuditEntry? Of(string act, DateTimeOffset now) => Actor.Current is { } actor
        ? new AuditEntry { At = now, Who = actor.Name, From = actor.Address, Act = act, RequestId = Actor.RequestId }
        : null;
}
