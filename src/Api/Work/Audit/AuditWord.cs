namespace Switchyard.Work.Audit;

/// <summary>A word for an act that a door has of its own. Doors register theirs.</summary>
internal sealed record AuditWord(string Act);
