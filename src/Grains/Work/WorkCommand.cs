namespace Switchyard.Work;

/// <summary>What can be asked of a work item. Commands of a worker name its lease number.</summary>
public abstract record WorkCommand
{
    private WorkCommand()
    {
    }

    /// <summary>Hand the item out of its queue.</summary>
    /// <param name="ExpiresAt">Null: the lease never runs out.</param>
    public sealed record Lease(string Owner, DateTimeOffset? ExpiresAt) : WorkCommand;

    /// <summary>
    /// Hand a running item out a second time (a straggler's backup). The newest lease is the copy's; the item goes back to
    /// its queue only when the latest of the expiries has passed; never when one of the leases never runs out.
    /// </summary>
    public sealed record Copy(string Owner, DateTimeOffset ExpiresAt) : WorkCommand;

    /// <summary>Hold the lease for longer; one that never runs out stays so.</summary>
    public sealed record Renew(long LeaseNumber, DateTimeOffset ExpiresAt) : WorkCommand;

    /// <summary>The work is done. Saying so twice under the same lease is accepted twice.</summary>
    public sealed record Complete(long LeaseNumber) : WorkCommand;

    /// <summary>This part of the work is done; the rest waits in another queue, under the same id.</summary>
    public sealed record Advance(long LeaseNumber, string Queue, int Priority = 0) : WorkCommand;

    /// <summary>The work failed, for good or (with <paramref name="Retry"/>) to be tried again as far as the queue's policy goes.</summary>
    /// <param name="NotBefore">Null: when the policy says.</param>
    public sealed record Fail(long LeaseNumber, string Error, bool Retry = false, DateTimeOffset? NotBefore = null) : WorkCommand;

    /// <summary>Back to the queue, in order: it says nothing of the item.</summary>
    public sealed record Release(long LeaseNumber, string Reason) : WorkCommand;

    /// <summary>Back to the queue for a fault of the holder's node (its disk is full, its database away): not the item's either.</summary>
    public sealed record Fault(long LeaseNumber, string Reason) : WorkCommand;

    /// <summary>The holder is gone, and its lease with it: as if it had run out.</summary>
    public sealed record Lose(long LeaseNumber, string Reason) : WorkCommand;

    /// <summary>When the lease has run out: back to the queue, as far as its policy goes.</summary>
    public sealed record Expire : WorkCommand;

    /// <summary>End it, whoever holds it.</summary>
    public sealed record Cancel(string Reason) : WorkCommand;

    /// <summary>End it because its time limit passed.</summary>
    public sealed record TimeOut(string Reason) : WorkCommand;

    /// <summary>
    /// A result or an error from a holder whose protocol knows no lease numbers, and whose lease may long have run out.
    /// A result ends a waiting item and mends a failed one; an error ends a waiting item. A completed, cancelled or timed
    /// out item keeps its status.
    /// </summary>
    public sealed record AcceptLate(string? Error) : WorkCommand;

    /// <summary>A terminal item becomes queued again, with a retry budget of its own: the one way out of a terminal status, for operators.</summary>
    public sealed record Reset : WorkCommand;
}
