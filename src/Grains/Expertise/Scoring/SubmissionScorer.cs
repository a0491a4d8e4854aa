using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Switchyard.Expertise.Scoring;

/// <summary>What scoring one submission needs and makes: lent by a <see cref="SubmissionScorer"/>, and given back.</summary>
internal sealed class ScoredSubmission(int documents, int members)
{
    /// <summary>The scores with all members.</summary>
    public float[] Members { get; } = new float[members];

    /// <summary>Their lines, when they were asked for.</summary>
    public ArrayBufferWriter<byte> Lines { get; } = new();

    public double[] Raw { get; } = new double[documents];

    public float[] Documents { get; } = new float[documents];

    public List<int> Query { get; } = [];

    public Tokens Tokens { get; } = new();
}

/// <summary>Scores submissions, any number of threads at a time.</summary>
/// <param name="writesLines">Whether the lines of the scores are wanted too.</param>
internal sealed class SubmissionScorer(Corpus corpus, Bm25Index index, bool average, bool writesLines)
{
    private readonly ConcurrentBag<ScoredSubmission> _free = [];
    private readonly MemberScores _memberScores = new(corpus.MemberEnds, average);
    private readonly byte[][] _memberFields = [.. corpus.Members.Select(ScoreLine.Field)];

    public ScoredSubmission Score(Submission submission)
    {
        var scored = _free.TryTake(out var free) ? free : new ScoredSubmission(index.Documents, _memberFields.Length);
        scored.Query.Clear();
        scored.Tokens.AddQuery(submission.Text, corpus.Words, scored.Query);
        index.Score(CollectionsMarshal.AsSpan(scored.Query), scored.Raw);
        MemberScores.Normalise(scored.Raw, scored.Documents);
        _memberScores.Aggregate(scored.Documents, scored.Members);
        if (writesLines)
        {
            WriteLines(ScoreLine.Field(submission.Id), scored);
        }

        return scored;
    }

    public void GiveBack(ScoredSubmission scored) => _free.Add(scored);

    private void WriteLines(byte[] submission, ScoredSubmission scored)
    {
        scored.Lines.ResetWrittenCount();
        for (var member = 0; member < _memberFields.Length; member++)
        {
            ScoreLine.Write(scored.Lines, submission, _memberFields[member], scored.Members[member]);
        }
    }
}
