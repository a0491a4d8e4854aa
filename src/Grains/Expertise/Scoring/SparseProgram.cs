using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>Adds the sparse scores to those that a command wrote, and writes these as the door does.</summary>
public sealed class SparseProgram : IServiceProgram
{
    /// <summary>How many of each side are the best when the job does not say.</summary>
    public const int DefaultSize = 400;

    private const int RowsBetweenChecks = 1 << 16;

    public string Name => ExpertiseNames.SparseService;

    public Task RunAsync(ProgramRun run, CancellationToken cancellationToken)
    {
        var sparse = new SparseScores(ScoringConfig.Read(run.In).ModelParams.SparseValue ?? DefaultSize);
        var (submissions, members) = (new Numbering(), new Numbering());
        Copy(run, sparse, submissions, members, cancellationToken);
        ScoringProgress.Say(run, $"read scores of {submissions.Texts.Count} submissions with {members.Texts.Count} members");
        sparse.Write(Path.Combine(run.Out, ExpertiseNames.SparseFile), submissions.Texts, members.Texts);
        Metadata.Copy(run);
        return Task.CompletedTask;
    }

    private static void Copy(
        ProgramRun run, SparseScores sparse, Numbering submissions, Numbering members, CancellationToken cancellationToken)
    {
        var path = Path.Combine(run.In, ExpertiseNames.ScoresFile);
        if (!File.Exists(path))
        {
            throw new WrongInputException($"The model wrote no {ExpertiseNames.ScoresFile}.");
        }

        using var rows = new ScoreReader(path, submissions, members);
        using var copy = new ScoreFile(Path.Combine(run.Out, ExpertiseNames.ScoresFile));
        var (submissionFields, memberFields) = (new List<byte[]>(), new List<byte[]>());
        for (var count = 1L; rows.Read(); count++)
        {
            sparse.Add(rows.Submission, rows.Member, rows.Score);
            copy.Add(Field(submissionFields, submissions, rows.Submission), Field(memberFields, members, rows.Member), rows.Score);
            if (count % RowsBetweenChecks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private static byte[] Field(List<byte[]> fields, Numbering ids, int number)
    {
        if (number == fields.Count)
        {
            fields.Add(ScoreLine.Field(ids.Texts[number]));
        }

        return fields[number];
    }
}
