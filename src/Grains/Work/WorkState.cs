namespace Switchyard.Work;

/// <summary>The persisted state of an item's grain: its row, and on the way out the transition to store.</summary>
public sealed class WorkState
{
    /// <summary>The row as the store has it; null when there is no such item.</summary>
    public WorkRow? Row { get; set; }

    /// <summary>What the next write stores. Its <see cref="WorkWrite.Old"/> is <see cref="Row"/>.</summary>
    public WorkWrite? Next { get; set; }
}
