using Switchyard.Work.Audit;

namespace Switchyard.Work.Store;

/// <summary>
/// One batch inside its transaction: store the transitions as far as their versions hold, judge renewals on locked rows, then
/// write everything that follows from what took effect, and commit. The same for every database.
/// </summary>
internal sealed class BatchRun(IWriteTransaction transaction, DateTimeOffset now)
{
    private readonly BatchEffects _effects = new(now);

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
        var stored = await transaction.StoreAsync(updates, inserts, Loads(batch));
        var known = await FindKnownAsync(items, stored);

        // In the order in which the statements ran: of two that put one record, the later one's stands.
        foreach (var write in updates.Concat(inserts).Where(write => stored.Stored.Contains(write.New.Id)))
        {
            _effects.Written(write);
            await AuditTable.AddAsync(transaction.Connection, write.Act);
        }

        var renewed = new Dictionary<long, WorkRow>();
        var answers = batch.Select(request => request switch
        {
            ItemRequest item => AnswerItem(item.Write, stored, known),
            IntakeRequest intake => AnswerIntake(intake.Writes, stored),
            RenewalRequest renewal => Renew(renewal, stored.Rows, renewed),
            _ => throw new InvalidOperationException($"{request.GetType().Name} does not share a transaction."),
        }).ToList();
        await transaction.CommitAsync(
            [.. renewed.Values.OrderBy(row => row.Id).Select(row => new WorkWrite(stored.Rows[row.Id], row))], _effects);
        return answers;
    }

    private static List<long> Loads(IReadOnlyList<StoreRequest> batch) =>
        [.. batch.OfType<RenewalRequest>().SelectMany(request => request.Leases).Select(lease => lease.ItemId).Distinct().Order()];

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

    /// <summary>In order, each lease on the row as the one before left it.</summary>
    private List<ActOutcome> Renew(
        RenewalRequest request, IReadOnlyDictionary<long, WorkRow> loaded, Dictionary<long, WorkRow> renewed)
    {
        var outcomes = new List<ActOutcome>(request.Leases.Count);
        foreach (var (id, lease) in request.Leases)
        {
            if ((renewed.GetValueOrDefault(id) ?? loaded.GetValueOrDefault(id)) is not { } row)
            {
                outcomes.Add(ActOutcome.Unknown);
                continue;
            }

            var (outcome, next, _) = Lifecycle.Apply(row, new WorkCommand.Renew(lease, request.ExpiresAt), request.Now);
            if (outcome == ActOutcome.Accepted)
            {
                renewed[id] = next;
                _effects.Written(new WorkWrite(row, next) { Workers = [new WorkerChange(next.LeaseOwner!, request.Now)] });
            }

            outcomes.Add(outcome);
        }

        return outcomes;
    }
}
