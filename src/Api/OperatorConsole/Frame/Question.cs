namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a person is asked before an act: see <see cref="ConsoleActs.AskAsync"/>.</summary>
/// <param name="Title">A question: "Cancel 12 items?"</param>
/// <param name="Act">The word on the button: "Cancel 12 items".</param>
public sealed record Question(string Title, string Act)
{
    /// <summary>What the act does and what it leaves.</summary>
    public string? Text { get; init; }

    /// <summary>How many things it is about; it is counted while the person reads. Null: one that is named.</summary>
    public Func<Task<long>>? Count { get; init; }

    /// <summary>One of the things, and several: "item", "items".</summary>
    public (string One, string Many) Noun { get; init; } = ("item", "items");

    public ReasonRule Reason { get; init; }

    /// <summary>The label of something else that must be said; null: nothing.</summary>
    public string? Field { get; init; }

    /// <summary>What is wrong with what was said; null: nothing.</summary>
    public Func<string, string?> Judge { get; init; } = _ => null;

    /// <summary>It destroys something, or is felt by others.</summary>
    public bool IsGrave { get; init; } = true;
}

/// <summary>Whether an act has a reason.</summary>
public enum ReasonRule
{
    None,
    Optional,
    Needed,
}

/// <summary>The person said yes.</summary>
/// <param name="Reason">Null: none was given.</param>
/// <param name="Count">How many there were when they did; 1 where nothing was counted.</param>
public sealed record Answer(string? Reason, long Count)
{
    /// <summary>What was said for <see cref="Question.Field"/>.</summary>
    public string Field { get; init; } = "";
}
