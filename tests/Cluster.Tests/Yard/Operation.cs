namespace Switchyard.Cluster.Yard;

/// <summary>One request of a client, with its repetitions.</summary>
/// <param name="Began">A timestamp of the system's clock.</param>
/// <param name="Retries">How often another node was asked.</param>
/// <param name="Failures">What was heard instead of an answer, in order.</param>
public sealed record Operation(string Name, long Began, TimeSpan Took, int Retries, IReadOnlyList<string> Failures)
{
    public long Ended => Began + (long)(Took.TotalSeconds * TimeProvider.System.TimestampFrequency);

    public override string ToString() => $"{Name} took {Took.TotalSeconds:0.000} s, {Retries} retries {string.Join("; ", Failures)}";
}
