namespace Switchyard.Work.Retention;

/// <summary>
/// What is kept for a time and no longer. Whoever keeps it registers one, and <see cref="RetentionGrain"/> goes by all of them: it looks often
/// enough, in small steps, on one node at a time, and says what went.
/// </summary>
internal interface IRetention
{
    /// <summary>What it is about, as the settings call it: <c>Tables</c>.</summary>
    string Name { get; }

    /// <summary>How long something is kept after its end; null: for ever.</summary>
    TimeSpan? Keep { get; }

    /// <summary>Removes some of what ended before a time, the oldest first. A step that is cut off leaves the rest to the next one.</summary>
    /// <param name="limit">Things to remove at most.</param>
    /// <returns>How many went; fewer than the limit when there are no more.</returns>
    Task<int> RemoveAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
