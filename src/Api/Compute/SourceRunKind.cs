namespace Switchyard.Compute;

/// <summary>Names a kind of work that compute sources run. Doors register theirs.</summary>
internal sealed record SourceRunKind(string Kind);
