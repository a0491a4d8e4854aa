namespace Switchyard.Expertise.Scoring;

/// <summary>
/// Group against group: for each member of the second group the average of his papers' scores with each member of the first, to
/// two decimals.
/// </summary>
internal sealed class GroupAverages(IReadOnlyList<string> members, PublicationsByProfile publications)
{
    private readonly double[]?[] _sums = new double[publications.Profiles.Count][];
    private readonly int[] _papers = new int[publications.Profiles.Count];

    /// <summary>Adds the scores of a paper with all members of the first group.</summary>
    public void Add(string paper, ReadOnlySpan<float> scores)
    {
        foreach (var profile in publications.Owners.GetValueOrDefault(paper) ?? [])
        {
            _papers[profile]++;
            var sums = _sums[profile] ??= new double[members.Count];
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += scores[i];
            }
        }
    }

    /// <summary>Writes member of the first group, member of the second, score. Those of whom no paper was scored are left out.</summary>
    public void Write(string path, SparseScores? sparse)
    {
        using var file = new ScoreFile(path);
        var firsts = members.Select(ScoreLine.Field).ToArray();
        for (var profile = 0; profile < _sums.Length; profile++)
        {
            if (_sums[profile] is not { } sums)
            {
                continue;
            }

            var second = ScoreLine.Field(publications.Profiles[profile]);
            for (var member = 0; member < firsts.Length; member++)
            {
                var score = Round(sums[member] / _papers[profile]);
                file.Add(firsts[member], second, score);
                sparse?.Add(member, profile, score);
            }
        }
    }

    /// <summary>
    /// Rounds to two decimals as Python does: by the number's exact value, a tie to the even digit. Math.Round multiplies first,
    /// which makes ties of numbers that are none.
    /// </summary>
    internal static double Round(double value)
    {
        var below = Math.Floor(value * 100);
        var beyondHalf = Math.FusedMultiplyAdd(value, 100, -(below + 0.5));
        var rounded = beyondHalf > 0 || (beyondHalf == 0 && below % 2 != 0) ? below + 1 : below;
        return rounded / 100;
    }
}
