namespace Switchyard.Work;

/// <summary>Where a door shows its items: paths from the root. Doors register theirs.</summary>
/// <param name="View">The door's own view of an item.</param>
internal sealed record ItemRoutes(string Kind, Func<WorkItemView, string> View)
{
    /// <summary>What came of an item that has completed; null: the door's view has it, or there is none.</summary>
    public Func<WorkItemView, string>? Result { get; init; }

    /// <summary>The item on the door's own pages of the console; null: they do not have it.</summary>
    public Func<WorkItemView, string>? Page { get; init; }
}
