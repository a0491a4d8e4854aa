namespace Switchyard.Work.Changes;

/// <summary>Which writes of an item change anything that somebody would look at. Pure.</summary>
internal static class ItemChanges
{
    /// <summary>False where a lease is held for longer and all else stays.</summary>
    public static bool IsOne(WorkWrite write) =>
        write.Old is not { } old
        || write.Parts.Count > 0
        || write.Artifacts.Count > 0
        || write.Records.Count > 0
        || old with { LeaseExpiresAt = write.New.LeaseExpiresAt, Version = write.New.Version } != write.New;
}
