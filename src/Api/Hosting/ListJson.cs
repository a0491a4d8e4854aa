namespace Switchyard.Hosting;

/// <summary>A list as all of the API has them.</summary>
/// <param name="Next">For <c>after</c>: the page behind this one; null when there is none.</param>
internal sealed record ListJson<T>(IReadOnlyList<T> Items, string? Next = null);
