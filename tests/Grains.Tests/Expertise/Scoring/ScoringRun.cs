using System.Globalization;
using System.Text.Json;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>A publication or submission; null is a field that is not there.</summary>
public sealed record Paper(string? Title, string? Abstract);

/// <summary>The directories of one run of a scoring program, which go with it.</summary>
internal sealed class ScoringRun : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-scoring-");
    private readonly StringWriter _log = new();

    public ScoringRun()
    {
        Directory.CreateDirectory(In);
        Directory.CreateDirectory(Out);
        Configure(new ModelConfig());
    }

    public string In => Path.Combine(_root.FullName, "in");

    public string Out => Path.Combine(_root.FullName, "out");

    public string[] Log => _log.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public int Cores { get; init; } = 2;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ScoringRun Configure(ModelConfig model, params string[] alternateMatchGroup)
    {
        var config = new ExpertiseConfig { Name = "n", Model = "bm25", ModelParams = model, AlternateMatchGroup = alternateMatchGroup };
        File.WriteAllBytes(Path.Combine(In, ExpertiseConfig.FileName), config.Serialize());
        return this;
    }

    /// <summary>A file of the inputs.</summary>
    public ScoringRun With(string name, string text)
    {
        var path = Path.Combine(In, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public ScoringRun WithMember(string member, params IEnumerable<Paper> papers) =>
        With($"archives/{member}.jsonl", string.Concat(papers.Select((paper, i) => Json($"p{i}", paper) + "\n")));

    public ScoringRun WithSubmissions(params IEnumerable<(string Id, Paper Paper)> submissions) =>
        With("submissions.json", "{" + string.Join(",\n", submissions.Select(s => $"{JsonSerializer.Serialize(s.Id)}: {Json(s.Id, s.Paper)}")) + "}");

    public Task ScoreAsync() => RunAsync(new Bm25Program());

    public Task RunAsync(IServiceProgram program) => program.RunAsync(
        new ProgramRun(In, Out, _log, Cores, new Dictionary<string, string>(), Time), TestContext.Current.CancellationToken);

    public async Task<string> RefusalAsync(IServiceProgram program) =>
        (await Assert.ThrowsAsync<WrongInputException>(() => RunAsync(program))).Message;

    public string Result(string name) => File.ReadAllText(Path.Combine(Out, name));

    public bool HasResult(string name) => File.Exists(Path.Combine(Out, name));

    /// <summary>The rows of a score file whose ids need no quotes.</summary>
    public List<(string First, string Second, double Score)> Rows(string name = ExpertiseNames.ScoresFile) =>
        [.. Result(name).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))
            .Select(row => (row[0], row[1], double.Parse(row[2], CultureInfo.InvariantCulture)))];

    public void Dispose()
    {
        _log.Dispose();
        _root.Delete(recursive: true);
    }

    private static string Json(string id, Paper paper)
    {
        var content = new Dictionary<string, string>();
        if (paper.Title is { } title)
        {
            content["title"] = title;
        }

        if (paper.Abstract is { } text)
        {
            content["abstract"] = text;
        }

        return JsonSerializer.Serialize(new { id, cdate = 1, content });
    }
}
