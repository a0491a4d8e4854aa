namespace Switchyard.Client.Tasks;

/// <summary>Which tasks to list; what is null does not matter.</summary>
public sealed record TaskFilter
{
    /// <summary>Of this queue.</summary>
    public string? Queue { get; init; }

    /// <summary>In this state.</summary>
    public TaskState? Status { get; init; }

    /// <summary>Of this group.</summary>
    public string? GroupKey { get; init; }

    /// <summary>With this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Whose name contains this, ignoring case.</summary>
    public string? Name { get; init; }

    /// <summary>How many a request brings, at most 1,000; null: as the node likes.</summary>
    public int? PageSize { get; init; }
}

/// <summary>A part of a list.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Where the next part begins; null: this was the last.</param>
public sealed record TaskPage(IReadOnlyList<TaskInfo> Items, string? Next = null);
