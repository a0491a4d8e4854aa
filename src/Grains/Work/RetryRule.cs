using System.Globalization;

namespace Switchyard.Work;

/// <summary>How an attempt ended that brought no end of its item.</summary>
/// <param name="Reason">What is known of why; null: nothing.</param>
public abstract record AttemptEnd(string? Reason)
{
    /// <summary>Its worker says that it failed and may be tried again.</summary>
    public sealed record Failed(string Error) : AttemptEnd(Error);

    /// <summary>Its holder is gone, or let its lease run out.</summary>
    public sealed record LeaseLost(string? Reason) : AttemptEnd(Reason);

    /// <summary>Its node could not go on (its disk is full, its database away): it says nothing of the item.</summary>
    public sealed record NodeFault(string Reason) : AttemptEnd(Reason);
}

/// <summary>What becomes of an item after an attempt that did not end it.</summary>
public abstract record RetryVerdict
{
    private RetryVerdict()
    {
    }

    /// <param name="At">Null: at once.</param>
    public sealed record Again(DateTimeOffset? At) : RetryVerdict;

    public sealed record GivenUp(string Because) : RetryVerdict;
}

/// <param name="Chance">0 to 1, anew for each decision.</param>
public readonly record struct RetryTerms(RetryPolicy Policy, double Chance)
{
    public static RetryTerms Endless { get; } = new(RetryPolicy.Endless, 0.5);
}

/// <summary>
/// Whether an item is tried again, and when: the one rule, for all doors. Failures and lost leases are counted apart; faults
/// of nodes are not counted at all. Pure.
/// </summary>
public static class RetryRule
{
    /// <summary>A node that cannot write now will hardly be able to in a moment; another one may.</summary>
    private static readonly BackOff AfterNodeFault = new(TimeSpan.FromSeconds(5), 1, TimeSpan.FromSeconds(6), 0.2);

    /// <param name="row">As the attempt left it: running, its counts without this end.</param>
    public static RetryVerdict Decide(WorkRow row, AttemptEnd end, RetryTerms terms, DateTimeOffset now)
    {
        if (end is AttemptEnd.NodeFault)
        {
            return new RetryVerdict.Again(now + AfterNodeFault.After(1, terms.Chance));
        }

        var (counted, policy) = (Count(row, end), terms.Policy);
        var spent = counted.Failures + counted.LostLeases;
        var isSpent = spent >= policy.MaxAttempts;
        return end switch
        {
            AttemptEnd.Failed failed when isSpent || counted.Failures >= policy.MaxFailures => new RetryVerdict.GivenUp(failed.Error),
            AttemptEnd.LeaseLost lost when isSpent || counted.LostLeases >= policy.MaxLostLeases =>
                new RetryVerdict.GivenUp(WhyLost(counted.LostLeases, counted.Failures, counted.LeaseOwner, lost.Reason)),
            _ => new RetryVerdict.Again(AgainAt(policy.BackOff.After(spent, terms.Chance), now)),
        };
    }

    /// <summary>The row with this end counted.</summary>
    public static WorkRow Count(WorkRow row, AttemptEnd end) => end switch
    {
        AttemptEnd.Failed => row with { Failures = row.Failures + 1 },
        AttemptEnd.LeaseLost => row with { LostLeases = row.LostLeases + 1 },
        _ => row,
    };

    /// <summary>The row with a budget of its own again. The number of its attempts goes on.</summary>
    public static WorkRow Anew(WorkRow row) => row with { Failures = 0, LostLeases = 0 };

    /// <summary>Null: at once.</summary>
    internal static DateTimeOffset? AgainAt(TimeSpan wait, DateTimeOffset now) => wait > TimeSpan.Zero ? now + wait : null;

    /// <summary>Why an item is given up whose last lease was lost.</summary>
    /// <param name="failures">How often it ended otherwise.</param>
    internal static string WhyLost(int lost, int failures, string? holder, string? reason)
    {
        var failed = failures > 0 ? $" and it failed {Times(failures)}" : "";
        return $"its lease was lost {Times(lost)}{failed}; the last holder was {holder}" + (reason is null ? "" : $": {reason}");
    }

    private static string Times(int count) => count switch
    {
        1 => "once",
        2 => "twice",
        _ => $"{count.ToString(CultureInfo.InvariantCulture)} times",
    };
}
