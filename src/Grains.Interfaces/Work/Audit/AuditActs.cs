namespace Switchyard.Work.Audit;

/// <summary>The words for acts that are no door's own.</summary>
public static class AuditActs
{
    public const string Cancel = "cancel";

    /// <summary>One ended item goes back to its queue.</summary>
    public const string Retry = "retry";

    /// <summary>Many ended items go back to their queue.</summary>
    public const string Reset = "reset";

    public const string Delete = "delete";

    /// <summary>Many waiting items go to another queue.</summary>
    public const string Move = "move";

    /// <summary>Of a queue or a source.</summary>
    public const string Pause = "pause";

    /// <summary>Of a queue or a source.</summary>
    public const string Resume = "resume";

    /// <summary>Of a source.</summary>
    public const string Drain = "drain";

    public const string Import = "import";

    public const string CreateKey = "create-key";

    public const string RevokeKey = "revoke-key";

    public static IReadOnlyList<string> All { get; } = [Cancel, Retry, Reset, Delete, Move, Pause, Resume, Drain, Import, CreateKey, RevokeKey];
}
