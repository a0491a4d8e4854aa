namespace Switchyard.Work;

/// <summary>The persisted state of an item's grain: its row, and on the way out the transition to store.</summary>
public sealed class WorkState
{
    /// <summary>The row as the store has it; null when there is no such item.</summary>
    public WorkRow? Row { get; set; }

    /// <summary>The parts that the next read brings with the row.</summary>
    public IReadOnlyList<string> WantedParts { get; set; } = [];

    /// <summary>What the last read brought of them.</summary>
    public IReadOnlyDictionary<string, byte[]> Parts { get; set; } = NoParts;

    /// <summary>What the next write stores. Its <see cref="WorkWrite.Old"/> is <see cref="Row"/>.</summary>
    public WorkWrite? Next { get; set; }

    private static IReadOnlyDictionary<string, byte[]> NoParts { get; } = new Dictionary<string, byte[]>();

    /// <summary>They may be large: whoever read them has them, and this state has them no longer.</summary>
    internal IReadOnlyDictionary<string, byte[]> TakeParts()
    {
        var parts = Parts;
        (WantedParts, Parts) = ([], NoParts);
        return parts;
    }
}
