namespace Switchyard.Work.Logs;

/// <summary>Reads what items of one kind wrote, where that is not in the item itself. Doors register theirs.</summary>
internal interface IItemLog
{
    string Kind { get; }

    /// <summary>All of it, in lines; null: nothing.</summary>
    Task<string?> ReadAsync(WorkItemView item);
}
