namespace Switchyard.Work.Store;

/// <param name="Name">"status.queued", "facet.X", ...</param>
internal readonly record struct TallyDelta(string Queue, string Name, long Value);

/// <summary>
/// What a change of one row does to its queue's numbers. Pure; over any history the deltas add up to a recount of the rows.
/// </summary>
internal static class TallyDeltas
{
    /// <summary>The tally of items that were removed, ever, since the store counts them: no number of the rows that are there.</summary>
    public const string Removed = "removed";

    private static readonly string[] StatusNames =
        [.. Enum.GetValues<WorkStatus>().Select(status => $"status.{status.Word()}")];

    /// <param name="old">Null when the row is inserted.</param>
    /// <param name="next">Null when the row is removed.</param>
    public static IEnumerable<TallyDelta> Of(WorkRow? old, WorkRow? next)
    {
        var moved = old is null || next is null || old.Queue != next.Queue;
        if (moved || old!.Status != next!.Status)
        {
            if (old is not null)
            {
                yield return new TallyDelta(old.Queue, StatusNames[(int)old.Status], -1);
            }

            if (next is not null)
            {
                yield return new TallyDelta(next.Queue, StatusNames[(int)next.Status], 1);
            }
        }

        if (!moved && ReferenceEquals(old!.Facets, next!.Facets))
        {
            yield break;
        }

        foreach (var (name, value) in old?.Facets ?? WorkRow.EmptyFacets)
        {
            yield return new TallyDelta(old!.Queue, "facet." + name, -value);
        }

        foreach (var (name, value) in next?.Facets ?? WorkRow.EmptyFacets)
        {
            yield return new TallyDelta(next!.Queue, "facet." + name, value);
        }
    }

    /// <summary>The events of <see cref="RatePoint"/> that the change is, each with its queue.</summary>
    public static IEnumerable<(string Queue, string Event)> EventsOf(WorkRow? old, WorkRow? next)
    {
        if (old is not null && next is not null && old.Queue != next.Queue)
        {
            return [(old.Queue, WorkStatus.Completed.Word()), (next.Queue, "created")];
        }

        return EventOf(old, next) is { } what ? [(next!.Queue, what)] : [];
    }

    internal static string? EventOf(WorkRow? old, WorkRow? next) => (old?.Status, next?.Status) switch
    {
        (_, null) => null,
        (null, _) => "created",
        var (from, to) when from == to => null,
        (WorkStatus.Running, WorkStatus.Queued) => "requeued",
        (_, WorkStatus.Running) => "leased",
        (_, WorkStatus.Queued) => null,
        var (_, to) => to.Value.Word(),
    };
}
