namespace Switchyard.Hosting;

/// <summary>Numbered scripts of a door's own tables, written so that both databases understand them.</summary>
/// <param name="Prefix">The namespace of the folder with the scripts in this assembly.</param>
/// <param name="Component">Whose numbers these are; must never change.</param>
public sealed record DoorSchema(string Prefix, string Component)
{
    /// <summary>Those of its tables whose rows belong to a work item, which their column <c>item_id</c> names, and go with it. Indexed by it.</summary>
    public IReadOnlyList<string> ItemTables { get; init; } = [];
}
