namespace Switchyard.Hosting;

/// <summary>Numbered scripts of a door's own tables, written so that both databases understand them, or one for each of them.</summary>
/// <param name="Prefix">The namespace of the folder with the scripts in this assembly.</param>
/// <param name="Component">Whose numbers these are; must never change.</param>
public sealed record DoorSchema(string Prefix, string Component)
{
    /// <summary>Each database has scripts of its own, in the folders <c>Sqlite</c> and <c>Postgres</c> below the prefix.</summary>
    public bool IsPerDatabase { get; init; }

    /// <summary>Those of its tables whose rows belong to a work item, which their column <c>item_id</c> names, and go with it. Indexed by it.</summary>
    public IReadOnlyList<string> ItemTables { get; init; } = [];

    /// <summary>Where the scripts for a database are.</summary>
    public string PrefixFor(StorageProvider provider) => IsPerDatabase ? $"{Prefix}.{provider}" : Prefix;
}
