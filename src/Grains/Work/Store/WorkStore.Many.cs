namespace Switchyard.Work.Store;

/// <summary>One call, many items.</summary>
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

    public async Task<IReadOnlyList<ActOutcome>> RenewAsync(
        IReadOnlyList<LeaseRef> leases, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var outcomes = new List<ActOutcome>(leases.Count);
        foreach (var piece in leases.Chunk(PieceSize))
        {
            outcomes.AddRange((IReadOnlyList<ActOutcome>)await _writer.SubmitAsync(new RenewalRequest(piece, expiresAt, now), cancellationToken));
        }

        return outcomes;
    }
}
