namespace Switchyard.Chaos.Loads.Expertise;

/// <summary>A job that was acknowledged.</summary>
/// <param name="Chair">Whose it is.</param>
/// <param name="IsSeeds">Whether it was made, and its scores are fetched, as the seed's clients do.</param>
/// <param name="At">When it was acknowledged, by the run's clock.</param>
internal sealed record ExpertiseJob(string Id, int Chair, bool IsSeeds, long At)
{
    public override string ToString() => $"job {Id}";
}
