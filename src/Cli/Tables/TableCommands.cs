using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Tables;

/// <summary>The campaign of the Tables door.</summary>
internal static class TableCommands
{
    public static Command Create() => new("tables", "The campaign of tables: how far it is; import, export, reset")
    {
        Status(),
        List(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        Reset(),
    };

    private static Command Status() => new Command("status", "How far the campaign is")
        .Example("switchyard tables status")
        .Does(async session =>
        {
            var numbers = await session.Api.GetAsync(Paths.Of("tables", "statistics"), session.Cancelled);
            session.Show(numbers, json => Sheet.Facts(
                session.Screen.Width,
                ("tables", Words.Of(json.Count("tables"))),
                ("unfinished", Words.Of(json.Count("unfinished"))),
                ("running", Words.Of(json.Count("running"))),
                ("results", Words.Of(json.Count("results"))),
                ("errors", Words.Of(json.Count("errors"))),
                ("unreadable", Words.Of(json.Count("unreadable"))),
                ("done in", TimeSpan.TryParse(json.Text("remaining"), CultureInfo.InvariantCulture, out var left) ? Words.Of(left) : ""),
                ("clients, 1 h", json.Of("clients").Text("hour")),
                ("cea", Share(json.Of("cea"))),
                ("cta", Share(json.Of("cta"))),
                ("cpa", Share(json.Of("cpa")))));
        });

    private static Command List()
    {
        var (listing, status, name) = (
            new Listing(),
            new Option<string?>("--status") { Description = "That stand so", HelpName = "status" },
            new Option<string?>("--name") { Description = "Whose names begin so", HelpName = "text" });
        status.CompletionSources.Add("queued", "running", "completed", "failed", "cancelled");
        return new Command("list", "Tables, newest first") { status, name }
            .With(listing.Options)
            .Example("switchyard tables list --status failed")
            .Does(session => listing.ShowAsync(
                session, Paths.Of("tables"), Columns(session.Times), "There are no such tables.", ("status", session.Get(status)), ("name", session.Get(name))));
    }

    private static IReadOnlyList<Column> Columns(Times times) =>
    [
        new("ID", table => table.Text("id")) { IsNumber = true, Spare = 1 },
        new("TABLE", table => table.Said("name") ?? table.Text("target")) { IsLong = true },
        new("STATUS", table => Looks.State(table.Text("status"))),
        new("TRY", table => table.Text("attempt")) { IsNumber = true },
        new("CLIENT", table => table.Text("leaseOwner")) { IsLong = true },
        new("FINISHED", table => times.At(table, "finishedAt")) { Spare = 2 },
        new("ERROR", table => table.Text("error")) { IsLong = true },
    ];

    private static Command Reset()
    {
        var names = new Argument<string[]>("table") { Description = "Names of tables", Arity = ArgumentArity.ZeroOrMore };
        var which = new Option<string?>("--which") { Description = "Which, where none is named", HelpName = "errors|full-miss-cea|partial-miss-cea" };
        which.CompletionSources.Add("errors", "full-miss-cea", "partial-miss-cea");
        var (confirmation, dryRun) = (new Confirmation(), new Option<bool>("--dry-run") { Description = "Only say how many it would be" });
        return new Command("reset", "Put returned tables back into the queue") { names, which, dryRun }
            .With(confirmation.Yes)
            .Example("switchyard tables reset --which errors", "switchyard tables reset 42CGYA04")
            .Does(async session =>
            {
                var named = session.Get(names);
                if (named.Length > 0 == session.Get(which) is not null)
                {
                    throw new UsageException("Say names of tables, or --which.");
                }

                var body = new JsonObject { ["which"] = session.Get(which) ?? "named", ["dryRun"] = true };
                if (named.Length > 0)
                {
                    body["tables"] = new JsonArray([.. named.Select(name => (JsonNode)name)]);
                }

                var counted = await session.Api.PostAsync(Paths.Of("tables", "reset"), body, session.Cancelled);
                var tables = counted.Json.Count("tables");
                if (session.Get(dryRun) || tables == 0)
                {
                    session.Tell(counted, _ => $"{Words.Count(tables, "table")} would be put back.");
                    return ExitCode.Ok;
                }

                if (!await confirmation.AskAsync(session, $"Put {Words.Count(tables, "table")} back into the queue?"))
                {
                    return ExitCode.Refused;
                }

                body["dryRun"] = false;
                session.Tell(
                    await session.Api.PostAsync(Paths.Of("tables", "reset"), body, session.Cancelled), reset => $"{Words.Count(reset.Count("tables"), "table")} put back.");
                return ExitCode.Ok;
            });
    }

    private static string Share(JsonElement coverage) => coverage.Count("total") is var total and > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{coverage.Count("mapped"):N0} of {total:N0} ({(double)coverage.Count("mapped") / total:P1})")
        : "";
}
