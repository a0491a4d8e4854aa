namespace Switchyard.Work.Instruments;

/// <summary>What a change of an item's row is to who counts.</summary>
/// <param name="IsNew">It has come.</param>
/// <param name="IsClaim">It was leased, or leased once more.</param>
/// <param name="End">How it has ended with this change; null: it has not.</param>
/// <param name="IsRetry">An attempt that brought no end is tried again.</param>
/// <param name="IsLeaseLost">Its lease was lost.</param>
internal readonly record struct ItemStep(bool IsNew, bool IsClaim, WorkStatus? End, bool IsRetry, bool IsLeaseLost);

internal static class ItemSteps
{
    /// <summary>Pure.</summary>
    public static ItemStep Of(WorkWrite write)
    {
        var (old, row) = (write.Old, write.New);
        var isLost = row.LostLeases > old?.LostLeases;
        var isRetry = row.Status == WorkStatus.Queued && (isLost || row.Failures > old?.Failures);
        return new(
            IsNew: old is null,
            IsClaim: old is not null && row.Status == WorkStatus.Running && row.LeaseNumber > old.LeaseNumber,
            End: row.Status.IsTerminal() && old?.Status != row.Status ? row.Status : null,
            isRetry,
            isLost);
    }
}
