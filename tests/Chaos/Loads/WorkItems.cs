using System.Text.Json.Nodes;
using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Loads;

/// <summary>All work of a kind as operators see it, for a load's check.</summary>
internal sealed class WorkItems(string door, string kind, LoadContext context, ClusterClient client)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Waits until all has ended, or for two minutes: also what no client knows of, since its answer was lost. What runs write is
    /// read after it.
    /// </summary>
    /// <returns>All, newest first. What is made later is in no comparison.</returns>
    public async Task<IReadOnlyList<WorkSummary>> EndedAsync()
    {
        for (var since = context.Time.GetTimestamp(); ; await Task.Delay(Pause, context.Time))
        {
            // An item may go from one status to the other between these two questions: the list alone says that none did.
            var isQuiet = !await AnyAsync("queued") && !await AnyAsync("running");
            var isLate = context.Time.GetElapsedTime(since) >= Patience;
            if ((isQuiet || isLate) && await ListAsync().ToListAsync() is var all && (isLate || all.TrueForAll(item => item.IsTerminal)))
            {
                return all;
            }
        }
    }

    private async IAsyncEnumerable<WorkSummary> ListAsync()
    {
        string? next = null;
        do
        {
            var page = await GetAsync($"limit=1000{(next is null ? "" : $"&after={Uri.EscapeDataString(next)}")}");
            foreach (var item in page["items"]!.AsArray())
            {
                yield return WorkSummary.Of(item!);
            }

            next = (string?)page["next"];
        }
        while (next is not null);
    }

    /// <summary>One with its attempts; null: there is none.</summary>
    public async Task<WorkDetails?> FindAsync(long id)
    {
        var answer = await client.SendAsync(new Call(door, HttpMethod.Get, $"/api/v1/work/{id}"));
        return answer.IsOk ? WorkDetails.Of(answer.Json) : null;
    }

    private async Task<bool> AnyAsync(string status) => (await GetAsync($"status={status}&limit=1"))["items"]!.AsArray().Count > 0;

    private async Task<JsonNode> GetAsync(string query) =>
        (await client.SendAsync(new Call(door, HttpMethod.Get, $"/api/v1/work?kind={kind}&{query}"))).Json;
}

internal sealed record WorkSummary(long Id, string Status, long LeaseNumber)
{
    public bool IsTerminal => Status is not ("queued" or "running");

    public static WorkSummary Of(JsonNode item) => new((long)item["id"]!, (string)item["status"]!, (long)item["leaseNumber"]!);
}

/// <param name="Attempts">How its leases ended, oldest first.</param>
internal sealed record WorkDetails(WorkSummary Item, string? Error, IReadOnlyList<WorkAttempt> Attempts)
{
    public static WorkDetails Of(JsonNode item) => new(
        WorkSummary.Of(item),
        (string?)item["error"],
        [.. item["attempts"]!.AsArray().Select(attempt => new WorkAttempt((long)attempt!["leaseNumber"]!, (string)attempt["outcome"]!))]);

    /// <summary>
    /// What must not be, whatever the faults: each lease ended once, in its order, before the next began, and only the last one
    /// completed the item.
    /// </summary>
    /// <param name="steps">How many leases complete a step each, of an item that has several.</param>
    public IEnumerable<string> Doubts(int steps = 1)
    {
        var leases = Attempts.Select(attempt => attempt.Lease).ToList();
        if (leases.Distinct().Count() != leases.Count)
        {
            yield return $"a lease ended twice: {Told}";
        }

        var (completed, last) = (Attempts.Count(attempt => attempt.Outcome == "completed"), Attempts is [.., var newest] ? newest : null);
        if (Item.Status == "completed" ? completed != steps : completed >= steps)
        {
            yield return $"{completed} runs completed it, and it is {Item.Status}: {Told}";
        }

        if (Item.Status == "completed" && (last is not { Outcome: "completed" } || last.Lease != Item.LeaseNumber))
        {
            yield return $"its end is of another lease than its newest, {Item.LeaseNumber}: {Told}";
        }

        if (!leases.SequenceEqual(Enumerable.Range(1, (int)Item.LeaseNumber).Select(lease => (long)lease)))
        {
            yield return $"of {Item.LeaseNumber} leases these ended: {Told}";
        }
    }

    private string Told => string.Join(", ", Attempts.Select(attempt => $"{attempt.Lease} {attempt.Outcome}"));
}

internal sealed record WorkAttempt(long Lease, string Outcome);
