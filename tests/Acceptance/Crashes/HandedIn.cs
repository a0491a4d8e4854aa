namespace Switchyard.Acceptance.Crashes;

/// <summary>One thing a client handed in, and what it knows about its fate.</summary>
/// <param name="Mark">In the body and in each value: no other has it.</param>
/// <param name="IsError">An error instead of a result.</param>
internal sealed record HandedIn(string Table, string Mark, bool IsError, byte[] Body)
{
    /// <summary>200 came, be it only to a repetition.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>The answer was lost, and to the repetition the node said 404: it is stored, or the node has forgotten the assignment.</summary>
    public bool StoredUnseen { get; set; }
}
