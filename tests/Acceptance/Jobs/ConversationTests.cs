using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Jobs;

/// <summary>The original's executor, played step by step.</summary>
public abstract partial class ConversationTests(JobsFixture node)
{
    private JobsClient Jobs => node.Jobs;

    public static TheoryData<string> Operations => Conversation.All;

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_job_goes_all_its_way(string operation)
    {
        var target = operation == "BUMP" ? NewJob.Datastore : NewJob.Target();
        var asked = NewJob.Of(operation, target);
        var before = TimeProvider.System.GetUtcNow();
        var id = await Jobs.MakeAsync(asked);
        var executor = new Executor(Jobs, target);
        var (built, managers, workers) = await executor.AskAsync();
        Assert.Empty(built);
        Assert.Equal(Conversation.ManagerOperations.Contains(operation) ? [id] : [], managers.Select(job => job.Id));
        Assert.Equal(Conversation.WorkerOperations.Contains(operation) ? [id] : [], workers.Select(job => job.Id));

        var said = new List<string>();
        await IsAsync("queued");
        foreach (var report in Conversation.Whole(operation))
        {
            await Jobs.SayAsync(id, report);
            said.AddRange(report.Lines);
            if (report.Description is { } description)
            {
                asked["description"] = description;
            }

            await IsAsync(report.Status);
        }

        Assert.DoesNotContain(id, await Jobs.IdsAsync("/jobs?ignoreCompleted=true"));
        Assert.Contains(id, await Jobs.IdsAsync("/jobs?status=completed&operation=" + operation));
        Wire.IsBetween(before, TimeProvider.System.GetUtcNow(), (string?)(await Jobs.JobAsync(id))["createdAt"]);

        // What is shown is exactly what was asked for and said; the target says the same at once.
        async Task IsAsync(string? status)
        {
            var job = await Jobs.JobAsync(id);
            status ??= (string)job["status"]!;
            Assert.Equal(JobText(id, status, asked, said), Wire.Masked(job));
            ExecutorJob.Read(job);
            Assert.Equal(TargetText(asked, status), Wire.Masked((await Jobs.TargetAsync(target))!));
            Assert.Equal(Wire.Text(job), Wire.Text((await Jobs.ListAsync($"/targets/{target}/jobs"))[^1]));
            Assert.Equal(status is not "completed", (await Jobs.IdsAsync("/jobs?ignoreCompleted=true")).Contains(id));
            Assert.Contains(id, await Jobs.IdsAsync("/jobs?status=" + status));
        }
    }

    [Fact]
    public async Task The_executors_loop_does_all_that_waits()
    {
        var targets = Conversation.ManagerOperations.Concat(Conversation.WorkerOperations).ToDictionary(
            operation => operation, operation => operation == "BUMP" ? NewJob.Datastore : NewJob.Target());
        var ids = new List<string>();
        foreach (var (operation, target) in targets)
        {
            ids.Add(await Jobs.MakeAsync(NewJob.Of(operation, target)));
        }

        var executor = new Executor(Jobs, [.. targets.Values]);

        // What it builds in one turn it imports in the next.
        Assert.Equal(9, await executor.TurnAsync());
        Assert.Equal(3, await executor.TurnAsync());
        Assert.Equal(0, await executor.TurnAsync());

        foreach (var (id, operation) in ids.Zip(targets.Keys))
        {
            var job = await Jobs.JobAsync(id);
            Assert.Equal("completed", (string?)job["status"]);
            Assert.Equal(Conversation.Whole(operation).SelectMany(report => report.Lines), JobsJson.LogOf(job));
        }
    }

    [Fact]
    public async Task Older_workers_words_are_known()
    {
        var target = NewJob.Target();
        var id = await Jobs.MakeAsync(NewJob.Of("ADD", target));

        await Jobs.SayAsync(id, Conversation.Legacy);

        Assert.Equal(Conversation.Legacy.SelectMany(report => report.Lines), JobsJson.LogOf(await Jobs.JobAsync(id)));
    }

    [Theory]
    [InlineData("ADD", "validating", "Unexpected error when building dataset")]
    [InlineData("CHANGE", "importing", "Failed due to communication errors in platform")]
    [InlineData("REMOVE", "initiated", "Dataset already in draft with operation REMOVE.")]
    [InlineData("BUMP", "initiated", "Changes were made to the datastore after bump was requested")]
    public async Task A_job_fails_with_a_reason_and_frees_its_target(string operation, string at, string reason)
    {
        var target = operation == "BUMP" ? NewJob.Datastore : NewJob.Target();
        var id = await Jobs.MakeAsync(NewJob.Of(operation, target));
        var said = Conversation.Whole(operation).TakeWhile(report => report.Status != at).Append(new Report(at)).ToList();
        await Jobs.SayAsync(id, said);

        await Jobs.SayAsync(id, new Report("failed", Log: reason));

        var job = await Jobs.JobAsync(id);
        Assert.Equal("failed", (string?)job["status"]);
        Assert.Equal([.. said.SelectMany(report => report.Lines), "Set status: failed", reason], JobsJson.LogOf(job));
        Assert.Equal("failed", (string?)(await Jobs.TargetAsync(target))!["status"]);

        var next = await Jobs.MakeAsync(NewJob.Of(operation, target));
        Assert.Equal("queued", (string?)(await Jobs.TargetAsync(target))!["status"]);
        await Jobs.SayAsync(next, new Report("failed"));
    }

    private static string JobText(string id, string status, JsonObject asked, IEnumerable<string> said) =>
        $$"""{"jobId":"{{id}}","status":"{{status}}","parameters":{{ParametersText(asked)}},"log":{{Wire.Log(said)}},"createdAt":"<time>","createdBy":{{Wire.TestUser}}}""";

    /// <summary>The parts in the original's order.</summary>
    private static string ParametersText(JsonObject asked)
    {
        string[] order = ["operation", "target", "bumpManifesto", "description", "releaseStatus", "bumpFromVersion", "bumpToVersion"];
        return Wire.Text(new JsonObject(order.Where(asked.ContainsKey).Select(name => KeyValuePair.Create(name, asked[name]?.DeepClone()))));
    }

    private static string TargetText(JsonObject asked, string status)
    {
        string?[] action = [(string?)asked["operation"], (string?)asked["releaseStatus"], (string?)asked["bumpFromVersion"], (string?)asked["bumpToVersion"]];
        var words = new JsonArray([.. action.OfType<string>().Select(word => JsonValue.Create(word))]);
        return $$"""{"name":"{{(string?)asked["target"]}}","lastUpdatedAt":"<time>","status":"{{status}}","lastUpdatedBy":{{Wire.TestUser}},"action":{{Wire.Text(words)}}}""";
    }
}

public sealed class ConversationOnSqliteTests(SqliteNode node) : ConversationTests(node), IClassFixture<SqliteNode>;

public sealed class ConversationOnPostgresTests(PostgresNode node) : ConversationTests(node), IClassFixture<PostgresNode>;
