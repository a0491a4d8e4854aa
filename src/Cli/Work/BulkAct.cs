using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>An act on all work that meets conditions: counted, asked about, then done by the cluster.</summary>
/// <param name="Word">Of the API.</param>
/// <param name="Done">What the items are then.</param>
/// <param name="To">A queue to move to; null: no move.</param>
internal sealed record BulkAct(string Word, string Done, string? To)
{
    public static async Task<int> RunAsync(Session session, BulkAct act, WorkFilter filter, BulkOptions many)
    {
        if (filter.IsEmpty(session))
        {
            throw new UsageException($"Say which: {string.Join(", ", filter.Options.Select(option => option.Name))}.");
        }

        // Spans ago are reckoned once: what is counted is what is acted on.
        var body = new JsonObject { ["act"] = act.Word, ["filter"] = filter.Json(session), ["dryRun"] = true };
        if (act.To is { } queue)
        {
            body["queue"] = queue;
        }

        if (session.Get(many.Reason) is { } why)
        {
            body["reason"] = why;
        }

        var counted = await session.Api.PostAsync($"{Paths.Of("work")}/bulk", body, session.Cancelled);
        var matches = counted.Json.Count("matches");
        if (session.Get(many.DryRun))
        {
            session.Tell(counted, _ => $"{Words.Count(matches, "item")} would be {act.Done}.");
            return ExitCode.Ok;
        }

        if (matches == 0)
        {
            session.Tell(counted, _ => "No work meets that.");
            return ExitCode.Ok;
        }

        if (!await many.Confirmation.AskAsync(session, $"{char.ToUpperInvariant(act.Word[0])}{act.Word[1..]} {Words.Count(matches, "item")}?"))
        {
            return ExitCode.Refused;
        }

        body["dryRun"] = false;
        var begun = await session.Api.PostAsync($"{Paths.Of("work")}/bulk", body, session.Cancelled, once: Api.NewKey());
        return await Operations.WaitAsync(session, begun.Json.Count("operation"), act.Done);
    }
}
