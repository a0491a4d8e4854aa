using Switchyard.Work;

namespace Switchyard.Tables.Pages;

/// <summary>One lease of a table: the assignment the client answered, and how the lease ended for the queue.</summary>
/// <param name="Assignment">Null when the table keeps none for the lease.</param>
/// <param name="Attempt">Null while the lease is held.</param>
public sealed record LeaseStory(long LeaseNumber, Assignment? Assignment, AttemptView? Attempt)
{
    public string Client => Assignment?.Client ?? Attempt?.Owner ?? "";

    /// <summary>One word for a heading.</summary>
    public string Outcome => this switch
    {
        { Assignment.ResultName: not null, Assignment.ErrorName: not null } => "result with errors",
        { Assignment.ResultName: not null } => "result",
        { Assignment.ErrorName: not null } => "error",
        { Attempt: { } attempt } => attempt.Outcome.ToString().ToLowerInvariant(),
        { Assignment.Held: true } => "held",
        _ => "open",
    };
}

public static class LeaseHistory
{
    /// <summary>One story a lease number, newest first.</summary>
    public static IReadOnlyList<LeaseStory> Of(IReadOnlyList<Assignment> assignments, IReadOnlyList<AttemptView> attempts)
    {
        var answered = assignments.ToLookup(assignment => assignment.LeaseNumber);
        var ended = attempts.ToLookup(attempt => attempt.LeaseNumber);
        return
        [
            .. answered.Select(group => group.Key)
                .Union(ended.Select(group => group.Key))
                .OrderDescending()
                .Select(number => new LeaseStory(number, answered[number].LastOrDefault(), ended[number].LastOrDefault())),
        ];
    }
}
