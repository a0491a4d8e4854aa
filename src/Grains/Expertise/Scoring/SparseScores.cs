using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>
/// The best scores: those with the best members of each submission, and those with the best submissions of each member. Of
/// equal scores those count that came first into the numbering of submissions or members.
/// </summary>
internal sealed class SparseScores
{
    private readonly int _size;
    private readonly List<TopScores> _submissions = [];
    private readonly List<TopScores> _members = [];

    /// <param name="size">How many of each are the best.</param>
    /// <exception cref="WrongInputException">The size is not positive.</exception>
    public SparseScores(int size)
    {
        _size = size > 0 ? size : throw new WrongInputException($"'sparse_value' must be a positive integer, got {size}.");
    }

    public void Add(int submission, int member, double score)
    {
        Of(_submissions, submission).Add(new Scored(score, member));
        Of(_members, member).Add(new Scored(score, submission));
    }

    /// <summary>Writes them, the last submission in ordinal order first, then the best score. Of a pair scored twice only the better is written.</summary>
    public void Write(string path, IReadOnlyList<string> submissions, IReadOnlyList<string> members)
    {
        var further = FurtherOfMembers();
        using var file = new ScoreFile(path);
        var memberFields = members.Select(ScoreLine.Field).ToArray();
        var lastSubmission = new int[members.Count];
        var scores = new List<Scored>();
        foreach (var submission in Enumerable.Range(0, _submissions.Count).OrderByDescending(i => submissions[i], StringComparer.Ordinal))
        {
            scores.Clear();
            scores.AddRange(_submissions[submission].Cut());
            scores.AddRange(further[submission]);
            scores.Sort();
            var field = ScoreLine.Field(submissions[submission]);
            foreach (var (score, member) in scores)
            {
                if (lastSubmission[member] != submission + 1)
                {
                    lastSubmission[member] = submission + 1;
                    file.Add(field, memberFields[member], score);
                }
            }
        }
    }

    /// <summary>By submission, those that are among the best of a member only.</summary>
    private List<Scored>[] FurtherOfMembers()
    {
        foreach (var best in _submissions)
        {
            best.Cut();
        }

        var further = _submissions.Select(_ => new List<Scored>()).ToArray();
        for (var member = 0; member < _members.Count; member++)
        {
            foreach (var (score, submission) in _members[member].Cut())
            {
                var scored = new Scored(score, member);
                if (!_submissions[submission].Holds(scored))
                {
                    further[submission].Add(scored);
                }
            }
        }

        return further;
    }

    private TopScores Of(List<TopScores> all, int number)
    {
        while (all.Count <= number)
        {
            all.Add(new TopScores(_size));
        }

        return all[number];
    }
}
