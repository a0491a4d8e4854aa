using System.Diagnostics;
using System.Text.Json;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Compute.Programs;
using Switchyard.Expertise;
using Switchyard.Expertise.Scoring;

namespace Switchyard.Benchmarks.Expertise;

/// <summary>How long a scoring step takes and how much memory it needs, beside the formula as it is written.</summary>
internal static class ScoringBench
{
    /// <summary>The word by which this program, started again, is the process that scores: <c>ScoringBench SERVICE IN OUT CORES</c>.</summary>
    public const string ProcessWord = "expertise.score.process";

    /// <summary>How many submissions are scored without an index; the time of all is that of these in proportion.</summary>
    private const int PlainSubmissions = 10;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        var corpus = new ScoringCorpus(submissions: 1000, publications: 50_000);
        var input = Directory.CreateDirectory(databases.NewDirectory()).FullName;
        corpus.Write(input);
        Console.WriteLine(
            $"{corpus.Submissions:N0} submissions, {corpus.Publications:N0} publications of {corpus.Publications / ScoringCorpus.PerMember:N0} members; abstracts of 150 to 200 words of "
            + "100,000 by Zipf's law. From the files to scores.csv and sparse.csv (400 of each side), in a process of its own with its start.");
        var output = Directory.CreateDirectory(databases.NewDirectory()).FullName;
        var table = new PlainTable(44, "of", "seconds", "million submissions x documents/s", "peak memory MiB");
        foreach (var cores in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            Directory.Delete(output, recursive: true);
            Directory.CreateDirectory(output);
            var (seconds, peak) = await MeasureProcessAsync(ExpertiseNames.Bm25Service, input, output, cores);
            table.Add($"bm25, {cores} {(cores == 1 ? "core" : "cores")}", seconds, Rate(corpus, seconds), peak);
        }

        var sparse = Directory.CreateDirectory(databases.NewDirectory()).FullName;
        File.Copy(Path.Combine(input, ExpertiseConfig.FileName), Path.Combine(output, ExpertiseConfig.FileName));
        var (sparseSeconds, sparsePeak) = await MeasureProcessAsync(ExpertiseNames.SparseService, output, sparse, 1);
        table.Add($"sparse, of those {corpus.Submissions * corpus.Publications / ScoringCorpus.PerMember:N0} scores", sparseSeconds, "-", sparsePeak);

        MeasurePlain(table, corpus, input);
    }

    /// <summary>The process that is measured; the last line that it prints is its peak memory in MiB.</summary>
    public static async Task<int> RunProcessAsync(string service, string input, string output, int cores)
    {
        var run = new ProgramRun(input, output, TextWriter.Null, cores, new Dictionary<string, string>(), TimeProvider.System);
        IServiceProgram program = service == ExpertiseNames.SparseService ? new SparseProgram() : new Bm25Program();
        await program.RunAsync(run, CancellationToken.None);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64 >> 20);
        return 0;
    }

    private static async Task<(double Seconds, double Peak)> MeasureProcessAsync(string service, string input, string output, int cores)
    {
        var began = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ScoringBench).Assembly.Location, ProcessWord, service, input, output, $"{cores}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0 || new FileInfo(Path.Combine(output, ExpertiseNames.SparseFile)) is not { Exists: true, Length: > 0 })
        {
            throw new InvalidOperationException($"The process that scores ended with {process.ExitCode}.");
        }

        return (seconds, double.Parse(said, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void MeasurePlain(PlainTable table, ScoringCorpus corpus, string input)
    {
        var began = Stopwatch.GetTimestamp();
        var plain = new PlainBm25(input);
        var reading = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var submissions = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(input, "submissions.json")));
        began = Stopwatch.GetTimestamp();
        foreach (var submission in submissions.RootElement.EnumerateObject().Take(PlainSubmissions))
        {
            plain.Score(submission.Value);
        }

        var scoring = Stopwatch.GetElapsedTime(began).TotalSeconds * corpus.Submissions / PlainSubmissions;
        table.Add("a dictionary for each document, 1 core*", reading + scoring, Rate(corpus, reading + scoring), "-");
        Console.WriteLine($"* the scores of documents only, nothing normalised or written; {PlainSubmissions} submissions measured, and their {scoring / corpus.Submissions:F2} s each taken for all");
    }

    private static double Rate(ScoringCorpus corpus, double seconds) => (double)corpus.Submissions * corpus.Publications / seconds / 1e6;
}
