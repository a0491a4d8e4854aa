namespace Switchyard.Chaos.Loads.Tables;

/// <summary>One thing that a client handed in.</summary>
/// <param name="Mark">In each of its values, and in its body: no other has it.</param>
/// <param name="IsSure">200 came. False: to a repetition came 404, which also an answer that was stored before gets.</param>
internal sealed record HandIn(string Table, string Mark, bool IsError, bool IsSure, long HeardAt);
