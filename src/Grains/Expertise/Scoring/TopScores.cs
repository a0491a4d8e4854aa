using System.Runtime.InteropServices;

namespace Switchyard.Expertise.Scoring;

/// <summary>A score with someone, by his place. The better comes first; of equal ones, that of the lower place.</summary>
internal readonly record struct Scored(double Score, int Other) : IComparable<Scored>
{
    public int CompareTo(Scored other) => Score != other.Score ? other.Score.CompareTo(Score) : Other.CompareTo(other.Other);
}

/// <summary>The best scores of one submission or one member.</summary>
/// <param name="size">How many are kept, at least 1.</param>
internal sealed class TopScores(int size)
{
    private readonly List<Scored> _kept = [];
    private Scored? _worst;

    public void Add(Scored scored)
    {
        if (_worst is { } worst && scored.CompareTo(worst) >= 0)
        {
            return;
        }

        _kept.Add(scored);

        // Cut back only now and then, which is as fast as a heap and needs none.
        if (_kept.Count >= 2L * size)
        {
            Cut();
        }
    }

    /// <summary>The best, best first, until more are added.</summary>
    public ReadOnlySpan<Scored> Cut()
    {
        var kept = CollectionsMarshal.AsSpan(_kept);
        kept.Sort();
        if (_kept.Count >= size)
        {
            CollectionsMarshal.SetCount(_kept, size);
            _worst = _kept[^1];
        }

        return CollectionsMarshal.AsSpan(_kept);
    }

    /// <summary>Whether one that was added is among the best, after <see cref="Cut"/>.</summary>
    public bool Holds(Scored scored) => _worst is not { } worst || scored.CompareTo(worst) <= 0;
}
