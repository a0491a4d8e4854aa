using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>Scores submissions by BM25 with the publications of members.</summary>
/// <remarks>
/// Source: the bm25 model of openreview-expertise. There titles and abstracts are two corpora under one range of places, which
/// gives members the scores of others; here they are one corpus, and every document is in the range of its own member.
/// </remarks>
public sealed class Bm25Program : IServiceProgram
{
    private const string NoPublications = "No publications found. Please ensure members have public and published papers attached to their profiles.";

    /// <summary>How many submissions may be scored and wait for their turn to be written, for each core.</summary>
    private const int AheadPerCore = 4;

    public string Name => ExpertiseNames.Bm25Service;

    public async Task RunAsync(ProgramRun run, CancellationToken cancellationToken)
    {
        var config = ScoringConfig.Read(run.In);
        var choice = ScoringConfig.ChooseText(config.ModelParams);
        var sparse = config.ModelParams.SparseValue is { } size ? new SparseScores(size) : null;
        var profiles = config.IsGroupToGroup ? PublicationsByProfile.Read(run.In) : null;
        var corpus = await Corpus.ReadAsync(run.In, choice, run.Cores, cancellationToken);
        if (corpus.Documents == 0)
        {
            throw new WrongInputException(corpus.Papers == 0 ? NoPublications : $"None of the {corpus.Papers} publications has {choice.Needed}{choice.Unused}.");
        }

        var all = Submissions.Read(run.In, choice, cancellationToken);
        Submission[] submissions = [.. all.Where(submission => submission.Text.Length > 0)];
        if (submissions is [])
        {
            throw new WrongInputException($"None of the {all.Count} submissions has {choice.Needed}{choice.Unused}.");
        }

        ScoringProgress.Say(run, $"read {corpus.Documents} publications of {corpus.Members.Count} members, and {all.Count} submissions, {all.Count - submissions.Length} of them without {choice.Needed}");
        var silent = all.Where(submission => submission.Text.Length == 0).Select(submission => submission.Id);
        Metadata.Extend(run, corpus.MembersWithoutDocument, silent, profiles?.WithoutAnyOf(submissions.Select(submission => submission.Id).ToHashSet(StringComparer.Ordinal)));
        var scorer = new SubmissionScorer(corpus, new Bm25Index(corpus), config.ModelParams.AverageScore, writesLines: profiles is null);
        var scores = ScoreAllAsync(run, submissions, scorer, cancellationToken);
        var (firsts, seconds) = profiles is null
            ? await WritePapersAsync(run, scores, corpus, sparse)
            : await WriteGroupsAsync(run, scores, corpus, profiles, sparse);
        sparse?.Write(Path.Combine(run.Out, ExpertiseNames.SparseFile), firsts, seconds);
    }

    /// <summary>Scores on as many threads as there are cores; the results come in the order of the submissions, each until the next is asked for.</summary>
    private static async IAsyncEnumerable<(Submission Submission, ScoredSubmission Scored)> ScoreAllAsync(
        ProgramRun run,
        Submission[] submissions,
        SubmissionScorer scorer,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, run.Cores).ConcurrentScheduler;
        var progress = new ScoringProgress(run, submissions.Length);
        var ahead = new Queue<Task<ScoredSubmission>>();
        var started = 0;
        for (var i = 0; i < submissions.Length; i++)
        {
            for (; started < submissions.Length && ahead.Count < AheadPerCore * run.Cores; started++)
            {
                var next = submissions[started];
                ahead.Enqueue(Task.Factory.StartNew(() => scorer.Score(next), cancellationToken, TaskCreationOptions.None, scheduler));
            }

            var scored = await ahead.Dequeue();
            yield return (submissions[i], scored);
            scorer.GiveBack(scored);
            progress.Report(i + 1);
        }
    }

    private static async Task<(IReadOnlyList<string> Firsts, IReadOnlyList<string> Seconds)> WritePapersAsync(
        ProgramRun run, IAsyncEnumerable<(Submission Submission, ScoredSubmission Scored)> scores, Corpus corpus, SparseScores? sparse)
    {
        using var file = new ScoreFile(Path.Combine(run.Out, ExpertiseNames.ScoresFile));
        var written = new List<string>();
        await foreach (var (submission, scored) in scores)
        {
            file.Add(scored.Lines.WrittenSpan);
            for (var member = 0; sparse is not null && member < scored.Members.Length; member++)
            {
                sparse.Add(written.Count, member, scored.Members[member]);
            }

            written.Add(submission.Id);
        }

        return (written, corpus.Members);
    }

    private static async Task<(IReadOnlyList<string> Firsts, IReadOnlyList<string> Seconds)> WriteGroupsAsync(
        ProgramRun run,
        IAsyncEnumerable<(Submission Submission, ScoredSubmission Scored)> scores,
        Corpus corpus,
        PublicationsByProfile profiles,
        SparseScores? sparse)
    {
        var averages = new GroupAverages(corpus.Members, profiles);
        await foreach (var (submission, scored) in scores)
        {
            averages.Add(submission.Id, scored.Members);
        }

        averages.Write(Path.Combine(run.Out, ExpertiseNames.ScoresFile), sparse);
        return (corpus.Members, profiles.Profiles);
    }
}
