using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Compute.Programs;
using Switchyard.Downloads;
using Switchyard.Downloads.Exports;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Benchmarks.Downloads;

/// <summary>How long an archive takes and how much memory its process needs, when nobody has labelled anything and when somebody has all.</summary>
internal static class ExportBench
{
    /// <summary>The word by which this program, started again, is the process that exports: <c>ExportBench DIRECTORY</c>.</summary>
    public const string ProcessWord = "downloads.export.process";

    private const string ConnectionVariable = "BENCH_CONNECTION";
    private const int Texts = 50_000;
    private const int Characters = 10_000;

    public static async Task RunAsync(Settings settings, Databases databases)
    {
        await using var tables = await LabelForwardTables.CreateAsync(await databases.CreatePostgresAsync());
        await tables.AddVectorizerAsync(SampleModels.Vectorizer);
        await tables.AddClassifierAsync(SampleModels.Classifier);
        await tables.AddTextsAsync(MakeTexts());
        Console.WriteLine($"{Texts:N0} texts of {Characters:N0} characters, a model of 34 words; from the start of the process to the archive in the database");
        var table = new PlainTable(24, "texts", "seconds", "texts/s", "MB of text/s", "archive MB", "peak memory MiB");
        foreach (var labelled in new[] { false, true })
        {
            if (labelled)
            {
                await tables.ExecuteAsync("UPDATE text_data SET major_label = 'money', labels = '{money}', users = '{ann@example.org}'");
            }

            var (seconds, peak) = await MeasureAsync(tables, databases.NewDirectory());
            var archive = (await tables.ReadArchivesAsync(1)).Single();
            var megabytes = Texts / 1e6 * Characters;
            table.Add(labelled ? "labelled by people" : "labelled by the model", seconds, Texts / seconds, megabytes / seconds, archive.Length / 1e6, peak);
        }
    }

    /// <summary>The process that is measured; the last line that it prints is its peak memory in MiB.</summary>
    public static async Task<int> RunProcessAsync(string directory)
    {
        var secrets = new Dictionary<string, string> { [DownloadNames.ConnectionSecret] = Environment.GetEnvironmentVariable(ConnectionVariable)! };
        var run = new ProgramRun(
            Path.Combine(directory, "in"), Path.Combine(directory, "out"), TextWriter.Null, Environment.ProcessorCount, secrets, TimeProvider.System);
        await new ExportProgram().RunAsync(run, CancellationToken.None);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(self.PeakWorkingSet64 >> 20);
        return 0;
    }

    private static async Task<(double Seconds, double Peak)> MeasureAsync(LabelForwardTables tables, string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "out"));
        var input = Directory.CreateDirectory(Path.Combine(directory, "in"));
        await File.WriteAllBytesAsync(Path.Combine(input.FullName, DownloadNames.OrderFile), JsonSerializer.SerializeToUtf8Bytes(new ExportOrder(1)));
        var began = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ExportBench).Assembly.Location, ProcessWord, directory]) { RedirectStandardOutput = true };

        // As a node starts it.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment[ConnectionVariable] = tables.ConnectionString;
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (Stopwatch.GetElapsedTime(began).TotalSeconds, double.Parse(said, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The process that exports ended with {process.ExitCode}.");
    }

    /// <summary>Words of chance, of which a hundredth is known to the model.</summary>
    private static IEnumerable<string> MakeTexts()
    {
        var chance = new Random(1);
        string[] known = ["goal", "bank", "striker", "profits", "café", "lorem"];
        string[] words = [.. Enumerable.Range(0, 600).Select(i => i < known.Length ? known[i] : $"wörd{i * i:x}")];
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < Texts; i++)
        {
            for (text.Clear(); text.Length < Characters;)
            {
                text.Append(words[chance.Next(words.Length)]).Append(' ');
            }

            yield return text.ToString(0, Characters);
        }
    }
}
