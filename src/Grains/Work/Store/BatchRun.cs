namespace Switchyard.Work.Store;

/// <summary>
/// One batch inside its transaction: store the item lane's writes as far as their versions hold, judge the batch lane's acts
/// on locked rows, then write everything that follows from what took effect, and commit. The same for every database.
/// </summary>
internal sealed class BatchRun(IWriteTransaction transaction, DateTimeOffset now)
{
    private readonly BatchEffects _effects = new(now);
    private readonly SortedDictionary<long, WorkRow> _laneRows = [];

    public async Task<IReadOnlyList<object>> RunAsync(IReadOnlyList<StoreRequest> batch)
    {
        if (batch is [SoloRequest solo])
        {
            var answer = await solo.Run(transaction.Connection, _effects);
            await transaction.CommitAsync([], _effects);
            return [answer];
        }

        var items = batch.OfType<ItemRequest>().Select(request => request.Write).ToList();
        var inserts = items.Where(write => write.Old is null)
            .Concat(batch.OfType<IntakeRequest>().SelectMany(request => request.Writes))
            .OrderBy(write => write.New.Id)
            .ToList();
        var updates = items.Where(write => write.Old is not null).OrderBy(write => write.New.Id).ToList();
        var stored = await transaction.StoreAsync(updates, inserts, Wants(batch));
        var known = await FindKnownAsync(items, stored);

        // In the order in which the statements ran: of two that put one record, the later one's stands.
        foreach (var write in updates.Concat(inserts).Where(write => stored.Stored.Contains(write.New.Id)))
        {
            _effects.Written(write);
        }

        var loaded = stored.Rows.ToDictionary();
        var answers = batch.Select(request => request switch
        {
            ItemRequest item => AnswerItem(item.Write, stored, known),
            IntakeRequest intake => AnswerIntake(intake.Writes, stored),
            LaneRequest lane => Judge(lane.Acts, loaded),
            _ => throw new InvalidOperationException($"{request.GetType().Name} does not share a transaction."),
        }).ToList();
        await transaction.CommitAsync([.. _laneRows.Values], _effects);
        return answers;
    }

    private static List<LaneWant> Wants(IReadOnlyList<StoreRequest> batch) =>
    [
        .. batch.OfType<LaneRequest>()
            .SelectMany(request => request.Acts)
            .GroupBy(act => act.Id, (id, acts) => new LaneWant(id, acts.Any(act => act.Verb == LaneVerb.Lease)))
            .OrderBy(want => want.Id),
    ];

    private async Task<IReadOnlySet<long>> FindKnownAsync(List<WorkWrite> items, StoredItems stored)
    {
        var refused = items.Where(write => write.Old is null && !stored.Stored.Contains(write.New.Id))
            .Select(write => write.New)
            .ToList();
        return refused.Count == 0 ? new HashSet<long>() : await transaction.FindKnownAsync(refused);
    }

    private static object AnswerItem(WorkWrite write, StoredItems stored, IReadOnlySet<long> known)
    {
        var id = write.New.Id;
        if (stored.Stored.Contains(id))
        {
            return WriteOutcome.Committed;
        }

        var taken = write.Old is null ? !known.Contains(id) : stored.TargetTaken.Contains(id);
        return taken ? WriteOutcome.TargetTaken : WriteOutcome.VersionMismatch;
    }

    private static List<long> AnswerIntake(IReadOnlyList<WorkWrite> writes, StoredItems stored) =>
        [.. writes.Select(write => write.New.Id).Where(stored.Stored.Contains)];

    /// <summary>In order, each act on the row as the one before left it.</summary>
    private List<LaneDecision> Judge(IReadOnlyList<LaneAct> acts, Dictionary<long, LaneRow> rows)
    {
        var decisions = new List<LaneDecision>(acts.Count);
        foreach (var act in acts)
        {
            var state = rows.GetValueOrDefault(act.Id);
            var decision = LaneRules.Decide(state, act);
            if (decision.Next is { } next)
            {
                rows[act.Id] = next;
                _laneRows[act.Id] = next.Row;
            }

            if (state is not null)
            {
                _effects.Decided(state.Row, decision);
            }

            decisions.Add(decision);
        }

        return decisions;
    }
}
