using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;
using Switchyard.Servers.OpenReview;

namespace Switchyard.Expertise.Datasets;

/// <summary>One run of the dataset service in directories of its own, against a server that stands for OpenReview.</summary>
internal sealed class DatasetRun : IDisposable
{
    public const string Token = "secret-token-of-a-chair";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-dataset-");
    private readonly StringWriter _log = new();

    public DatasetRun()
    {
        _root.CreateSubdirectory("in");
        _root.CreateSubdirectory("out");
    }

    public OpenReviewLimits Limits { get; init; } = new() { FirstDelay = TimeSpan.FromMilliseconds(1) };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Null: no token came with the run.</summary>
    public string? SentToken { get; init; } = Token;

    public string Log => _log.ToString();

    /// <summary>The names of the archives, sorted.</summary>
    public IReadOnlyList<string?> Archives =>
        [.. Directory.GetFiles(Out("archives")).Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)];

    public JsonObject Submissions => Json("submissions.json");

    public JsonObject Metadata => Json("metadata.json");

    public static ExpertiseConfig Config(string model = "bm25") => new() { Name = "job", Model = model };

    public DatasetRun With(string file, string text)
    {
        File.WriteAllText(Path.Combine(_root.FullName, "in", file), text);
        return this;
    }

    /// <param name="server">Null: this cluster asks no OpenReview.</param>
    public Task RunAsync(ExpertiseConfig config, OpenReviewServer? server = null)
    {
        File.WriteAllBytes(Path.Combine(_root.FullName, "in", ExpertiseConfig.FileName), config.Serialize());
        var secrets = new Dictionary<string, string>();
        if (server is not null)
        {
            secrets[ExpertiseNames.BaseUrlSecret] = server.Address.ToString();
        }

        if (SentToken is not null)
        {
            secrets[ExpertiseNames.TokenSecret] = SentToken;
        }

        var run = new ProgramRun(Path.Combine(_root.FullName, "in"), Out(""), _log, 2, secrets, Time);
        return new DatasetProgram(Limits).RunAsync(run, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs what must be refused, and checks that nothing of it shows the token.</summary>
    /// <returns>What people read.</returns>
    public async Task<string> RefusalAsync<T>(ExpertiseConfig config, OpenReviewServer? server = null)
        where T : Exception
    {
        var e = await Assert.ThrowsAsync<T>(() => RunAsync(config, server));
        Assert.DoesNotContain(Token, e + Log, StringComparison.Ordinal);
        return e.Message;
    }

    public JsonObject Json(string file) => JsonNode.Parse(File.ReadAllText(Out(file)))!.AsObject();

    public IReadOnlyList<JsonNode> Archive(string member) =>
        [.. File.ReadAllLines(Out(Path.Combine("archives", member + ".jsonl")), Encoding.UTF8).Select(line => JsonNode.Parse(line)!)];

    /// <summary>The ids of the papers in an archive.</summary>
    public IReadOnlyList<string> Ids(string member) => [.. Archive(member).Select(paper => (string)paper["id"]!)];

    public bool HasFile(string file) => File.Exists(Out(file));

    public void Dispose()
    {
        _log.Dispose();
        _root.Delete(recursive: true);
    }

    private string Out(string file) => Path.Combine(_root.FullName, "out", file);
}
