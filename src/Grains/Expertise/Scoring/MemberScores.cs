namespace Switchyard.Expertise.Scoring;

/// <summary>From the scores of documents to those of members, in single precision.</summary>
/// <param name="memberEnds">For each member, the number of the first document that is not his any more.</param>
/// <param name="average">The mean of a member's documents instead of the best.</param>
internal sealed class MemberScores(int[] memberEnds, bool average)
{
    /// <summary>
    /// Puts the least score at 0 and the greatest at 1. Where all are equal, those that are not 0 become 1.
    /// </summary>
    /// <param name="documents">One for each score; at least one.</param>
    public static void Normalise(ReadOnlySpan<double> scores, Span<float> documents)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var i = 0; i < scores.Length; i++)
        {
            var score = (float)scores[i];
            documents[i] = score;
            least = Math.Min(least, score);
            most = Math.Max(most, score);
        }

        var range = most - least;
        foreach (ref var score in documents)
        {
            score = range > 0 ? (score - least) / range : score == 0 ? 0 : 1;
        }
    }

    /// <summary>A member without a document has 0.</summary>
    public void Aggregate(ReadOnlySpan<float> documents, Span<float> members)
    {
        var start = 0;
        for (var member = 0; member < memberEnds.Length; member++)
        {
            var own = documents[start..memberEnds[member]];
            members[member] = own.IsEmpty ? 0 : average ? Mean(own) : Best(own);
            start = memberEnds[member];
        }
    }

    private static float Mean(ReadOnlySpan<float> scores)
    {
        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += score;
        }

        return (float)(sum / scores.Length);
    }

    private static float Best(ReadOnlySpan<float> scores)
    {
        var best = scores[0];
        foreach (var score in scores[1..])
        {
            best = Math.Max(best, score);
        }

        return best;
    }
}
