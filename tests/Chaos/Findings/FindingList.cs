namespace Switchyard.Chaos.Findings;

/// <summary>Collects findings, from any thread.</summary>
internal sealed class FindingList
{
    private readonly Lock _gate = new();
    private readonly List<Finding> _all = [];

    public IReadOnlyList<Finding> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Those that a load made while it worked.</summary>
    public void AddAll(FindingList others)
    {
        foreach (var finding in others.All)
        {
            Add(finding);
        }
    }

    public void Lost(string door, long? at, string what) => Add(new(FindingKind.Lost, door, at, what));

    public void Doubled(string door, long? at, string what) => Add(new(FindingKind.Doubled, door, at, what));

    public void Wrong(string door, long? at, string what) => Add(new(FindingKind.Wrong, door, at, what));

    public void Add(Finding finding)
    {
        lock (_gate)
        {
            _all.Add(finding);
        }
    }
}
