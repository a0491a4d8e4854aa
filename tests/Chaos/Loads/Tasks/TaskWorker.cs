using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Loads.Tasks;

/// <summary>A worker in batches, by hand; now and then it is slower than its lease is long, renews some of a batch, or fails.</summary>
internal sealed class TaskWorker(string name, LoadContext context, Random random, Action<string> isOdd, Action<HeldTask> givesBack)
{
    private const string Door = "tasks";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private readonly ClusterClient _client = context.NewClient();

    /// <returns>The tasks that the worker has now, and when it heard so.</returns>
    public async Task<IReadOnlyList<HeldTask>> ClaimAsync(string queue)
    {
        var sentAt = context.Time.GetTimestamp();
        var answer = await _client.SendAsync(new(Door, HttpMethod.Post, "/api/v1/tasks/claim")
        {
            Content = () => JsonBody.Of($$"""{"worker":"{{name}}","queues":["{{queue}}"],"lease":"{{context.LeaseTime}}","max":{{random.Next(1, 60)}}}"""),
            Headers = [("Prefer", $"wait={Wait.TotalSeconds}")],
            Held = Wait,
        });
        if (!answer.IsOk)
        {
            isOdd($"A claim was answered with {answer.Status}: {answer.Text}");
            return [];
        }

        var now = context.Time.GetTimestamp();
        return [.. answer.Json["items"]!.AsArray().Select(item => new HeldTask((long)item!["id"]!, (long)item["leaseNumber"]!, (long)item["payload"]!["n"]!, sentAt, now))];
    }

    /// <summary>Does the work, and says so.</summary>
    /// <returns>What ended, as what, and when that was said first.</returns>
    public async Task<IReadOnlyList<(HeldTask Task, string Status, long SentAt)>> WorkAsync(IReadOnlyList<HeldTask> tasks)
    {
        var chance = random.Next(100);
        if (chance < 2)
        {
            await Task.Delay(context.LeaseTime * 1.3, context.Time);
        }
        else if (chance < 30)
        {
            // So that some are out whenever a node dies.
            await Task.Delay(TimeSpan.FromSeconds(1.5 * random.NextDouble()), context.Time);
        }
        else if (chance < 50)
        {
            // Of some alone: what of the batch is not renewed must not be held by it.
            var some = tasks.Where(_ => random.Next(2) == 0).ToList();
            await ActAsync("renew", some, task => $$"""{"id":{{task.Id}},"leaseNumber":{{task.Lease}},"progress":0.5}""", $",\"lease\":\"{context.LeaseTime}\"");
        }

        var lots = tasks.ToLookup(_ => random.Next(1000) switch { >= 980 => "again", >= 960 => "never", _ => "completed" });
        var sentAt = context.Time.GetTimestamp();
        var completed = await ActAsync("complete", [.. lots["completed"]], task => $$"""{"id":{{task.Id}},"leaseNumber":{{task.Lease}},"result":{"n":{{task.Number}}} }""");
        var never = await ActAsync("fail", [.. lots["never"]], task => $$"""{"id":{{task.Id}},"leaseNumber":{{task.Lease}},"error":"never","retry":false}""");
        foreach (var task in lots["again"])
        {
            givesBack(task);
        }

        await ActAsync("fail", [.. lots["again"]], task => $$"""{"id":{{task.Id}},"leaseNumber":{{task.Lease}},"error":"not this time","retryAfter":0}""");
        return [.. completed.Select(task => (task, "completed", sentAt)), .. never.Select(task => (task, "failed", sentAt))];
    }

    /// <returns>Those of which it was accepted.</returns>
    private async Task<IReadOnlyList<HeldTask>> ActAsync(string act, List<HeldTask> tasks, Func<HeldTask, string> write, string more = "")
    {
        if (tasks.Count == 0)
        {
            return [];
        }

        var body = string.Create(CultureInfo.InvariantCulture, $$"""{"items":[{{string.Join(',', tasks.Select(write))}}]{{more}}}""");
        var answer = await _client.SendAsync(new(Door, HttpMethod.Post, $"/api/v1/tasks/{act}") { Content = () => JsonBody.Of(body) });
        if (answer.Status != HttpStatusCode.OK)
        {
            isOdd($"To {act} {tasks.Count} tasks was answered with {answer.Status}: {answer.Text}");
            return [];
        }

        return [.. tasks.Zip(answer.Json["items"]!.AsArray()).Where(pair => Outcome(pair.Second!) == "ok").Select(pair => pair.First)];
    }

    private string Outcome(JsonNode item)
    {
        var outcome = (string)item["outcome"]!;
        if (outcome is not ("ok" or "stale"))
        {
            isOdd($"Of task {item["id"]} a worker was told: {outcome}");
        }

        return outcome;
    }
}

/// <param name="Number">That the task carries.</param>
/// <param name="SentAt">When it was asked for.</param>
internal sealed record HeldTask(long Id, long Lease, long Number, long SentAt, long HeardAt);
