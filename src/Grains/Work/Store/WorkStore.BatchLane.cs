namespace Switchyard.Work.Store;

/// <summary>The batch lane: one call, many items.</summary>
public sealed partial class WorkStore
{
    public async Task<IReadOnlyList<long>> InsertAsync(IReadOnlyList<WorkWrite> writes, CancellationToken cancellationToken = default)
    {
        if (writes.Any(write => write.Old is not null))
        {
            throw new ArgumentException("Only new rows can be inserted.", nameof(writes));
        }

        var stored = new List<long>(writes.Count);
        foreach (var piece in writes.DistinctBy(write => write.New.Id).Chunk(PieceSize))
        {
            stored.AddRange((IReadOnlyList<long>)await _writer.SubmitAsync(new IntakeRequest(piece), cancellationToken));
        }

        return stored;
    }

    public async Task<IReadOnlyList<WorkRow>> LeaseAsync(
        IReadOnlyList<long> ids, string owner, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var decisions = await JudgeAsync(
            ids, id => new LaneAct(LaneVerb.Lease, id, 0, now, owner, expiresAt), cancellationToken);
        return [.. decisions.Where(decision => decision.Next is not null).Select(decision => decision.Next!.Row)];
    }

    public Task<IReadOnlyList<ActOutcome>> RenewAsync(
        IReadOnlyList<LeaseRef> leases, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        ActAsync(
            leases,
            lease => new LaneAct(LaneVerb.Renew, lease.ItemId, lease.LeaseNumber, now, ExpiresAt: expiresAt),
            cancellationToken);

    public Task<IReadOnlyList<ActOutcome>> CompleteAsync(
        IReadOnlyList<LeaseRef> leases, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        ActAsync(leases, lease => new LaneAct(LaneVerb.Complete, lease.ItemId, lease.LeaseNumber, now), cancellationToken);

    public Task<IReadOnlyList<ActOutcome>> FailAsync(
        IReadOnlyList<Failure> failures, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        ActAsync(
            failures,
            failure => new LaneAct(
                failure.Retry ? LaneVerb.Retry : LaneVerb.Fail, failure.Lease.ItemId, failure.Lease.LeaseNumber, now, Error: failure.Error),
            cancellationToken);

    private async Task<IReadOnlyList<ActOutcome>> ActAsync<T>(
        IReadOnlyList<T> calls, Func<T, LaneAct> act, CancellationToken cancellationToken) =>
        [.. (await JudgeAsync(calls, act, cancellationToken)).Select(decision => decision.Outcome)];

    private async Task<List<LaneDecision>> JudgeAsync<T>(
        IReadOnlyList<T> calls, Func<T, LaneAct> act, CancellationToken cancellationToken)
    {
        var decisions = new List<LaneDecision>(calls.Count);
        foreach (var piece in calls.Select(act).Chunk(PieceSize))
        {
            decisions.AddRange((List<LaneDecision>)await _writer.SubmitAsync(new LaneRequest(piece), cancellationToken));
        }

        return decisions;
    }
}
