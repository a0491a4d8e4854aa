namespace Switchyard.Benchmarks.Peers;

/// <summary>What a queue is to do, as its driver is told.</summary>
/// <param name="Do">
/// <c>clear</c> (nothing waits then; for those with batches, who fill it fast), <c>single</c> (stores one by one), <c>one</c> (does one by one what waits), <c>bulk</c> (stores
/// batches), <c>drain</c> (does as many as waits, in batches where it has them), <c>both</c> (the two at once).
/// </param>
/// <param name="Callers">So many of each kind.</param>
/// <param name="Span">Seconds, of what is not counted.</param>
internal sealed record Workload(string Do, int Callers = 0, double Span = 0, int Count = 0, int Batch = 0);

/// <summary>How many were done in a time.</summary>
internal readonly record struct Rate(long Count, double Seconds)
{
    public double PerSecond => Count / Seconds;
}
