using Microsoft.AspNetCore.Http.HttpResults;

namespace Switchyard.Work;

/// <summary>The query of a list of work of every kind. All conditions must hold.</summary>
/// <param name="Error">Contained in the error, ignoring case.</param>
/// <param name="Name">Contained in the name, ignoring case.</param>
internal sealed record WorkListQuery(
    string? Kind,
    string? Queue,
    string? Status,
    string? Owner,
    string? Target,
    string? Worker,
    string? Tag,
    string? Error,
    string? Name,
    string? CreatedAfter,
    string? CreatedBefore,
    string? Order,
    string? After,
    int? Limit)
{
    /// <summary>What is wrong with it; null: nothing. The status, the cursor and the limit are read by <see cref="WorkList"/>.</summary>
    public ProblemHttpResult? Read(IEnumerable<DoorKind> kinds, out WorkFilter filter)
    {
        filter = new WorkFilter();
        (DateTimeOffset? after, DateTimeOffset? before, var isAscending) = (null, null, false);
        if ((WorkConditions.ReadKind(Kind, kinds)
            ?? WorkConditions.ReadTime("createdAfter", CreatedAfter, out after)
            ?? WorkConditions.ReadTime("createdBefore", CreatedBefore, out before)
            ?? WorkConditions.ReadOrder(Order, out isAscending)
            ?? WorkConditions.Judge(
                ("queue", Queue), ("owner", Owner), ("target", Target), ("worker", Worker), ("tag", Tag), ("error", Error), ("name", Name)))
            is { } refusal)
        {
            return refusal;
        }

        filter = new WorkFilter
        {
            Kind = WorkConditions.Said(Kind),
            Queue = WorkConditions.Said(Queue),
            Owner = WorkConditions.Said(Owner),
            Target = WorkConditions.Said(Target),
            Worker = WorkConditions.Said(Worker),
            Tag = WorkConditions.Said(Tag),
            ErrorContains = WorkConditions.Said(Error),
            NameContains = WorkConditions.Said(Name),
            CreatedAfter = after,
            CreatedBefore = before,
            Ascending = isAscending,
        };
        return null;
    }
}
