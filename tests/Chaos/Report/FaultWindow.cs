namespace Switchyard.Chaos.Report;

/// <summary>One fault and what came of it, until the next one.</summary>
/// <param name="Begun">By the run's own clock.</param>
/// <param name="Items">That came to their end in this time.</param>
/// <param name="Failed">Calls that failed more than once: a client that tries once more on another node would have had an error.</param>
/// <param name="Recovery">From the fault to the answer of the last call that felt it.</param>
internal sealed record FaultWindow(string Fault, long Begun, long Items, int Failed, TimeSpan Recovery);
