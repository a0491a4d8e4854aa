using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Queues;

/// <summary>Queues.</summary>
internal static class QueueCommands
{
    public static Command Create() => new("queue", "Queues: how they stand; pause, resume, set what holds for them")
    {
        List(),
        Show(),
        Pause(),
        Resume(),
        PolicyCommand.Create(),
        Workers(),
    };

    private static Command List()
    {
        var listing = new Listing();
        return new Command("list", "Queues by name: depth, failures, pace, when they are done")
            .With(listing.Options)
            .Example("switchyard queue list")
            .Does(session => listing.ShowAsync(session, Paths.Of("queues"), QueueColumns.Of(session.Times), "There are no queues."));
    }

    private static Command Show()
    {
        var name = Name();
        return new Command("show", "One queue, with its policy") { name }
            .Example("switchyard queue show greetings")
            .Does(async session =>
            {
                var queue = await session.Api.GetAsync(Paths.Of("queues", session.Get(name)), session.Cancelled);
                session.Show(queue, json => Sheet.Facts(
                    session.Screen.Width,
                    [
                        ("queue", json.Text("queue")),
                        ("waiting", Words.Of(json.Count("queued"))),
                        ("running", Words.Of(json.Count("running"))),
                        ("oldest", session.Times.Span(json, "oldestQueuedAt")),
                        ("done in", QueueColumns.Eta(json)),
                        ("workers", json.Text("workers")),
                        ("paused", new(QueueColumns.PauseOf(json), Looks.Care)),
                        ("paused since", session.Times.At(json.Of("pause"), "since")),
                        .. json.Of("totals") is { ValueKind: JsonValueKind.Object } totals ? totals.EnumerateObject().Select(total => (total.Name, (Cell)total.Value.Said())) : [],
                        .. json.Of("policy") is { ValueKind: JsonValueKind.Object } policy ? policy.EnumerateObject().Select(rule => (rule.Name, (Cell)rule.Value.Said())) : [],
                    ]));
            });
    }

    private static Command Pause()
    {
        var (names, all, reason) = (SomeNames(), All("Pause"), new Option<string?>("--reason") { Description = "Why, for people", HelpName = "text" });
        return new Command("pause", "Hand nothing out until resumed; what runs goes on") { names, all, reason }
            .Example("switchyard queue pause greetings --reason 'the model is retrained'", "switchyard queue pause --all")
            .Does(session => ActAsync(session, session.Get(names), session.Get(all), "pause", "paused", session.Get(reason) is { } why ? new JsonObject { ["reason"] = why } : null));
    }

    private static Command Resume()
    {
        var (names, all) = (SomeNames(), All("Resume"));
        return new Command("resume", "Hand out again") { names, all }
            .Example("switchyard queue resume greetings", "switchyard queue resume --all")
            .Does(session => ActAsync(session, session.Get(names), session.Get(all), "resume", "resumed", null));
    }

    private static Command Workers()
    {
        var name = Name();
        return new Command("workers", "Who fetched work of a queue, newest sign of life first") { name }
            .Example("switchyard queue workers greetings")
            .Does(async session =>
            {
                var workers = await session.Api.GetAsync($"{Paths.Of("queues", session.Get(name))}/workers", session.Cancelled);
                IReadOnlyList<Column> columns =
                [
                    new("WORKER", worker => worker.Text("owner")) { IsLong = true },
                    new("SEEN", worker => session.Times.Span(worker, "lastSeen") + " ago"),
                    new("HOLDS", worker => worker.Text("held")) { IsNumber = true },
                    new("COMPLETED", worker => worker.Text("completed")) { IsNumber = true },
                    new("FAILED", worker => worker.Text("failed")) { IsNumber = true },
                    new("LOST", worker => worker.Text("expired")) { IsNumber = true },
                ];
                session.Show(workers, columns, "Nobody fetched work of it.");
            });
    }

    private static async Task ActAsync(Session session, string[] names, bool all, string act, string done, JsonNode? body)
    {
        if (all == names.Length > 0)
        {
            throw new UsageException("Say which queues, or --all.");
        }

        if (all)
        {
            session.Tell(
                await session.Api.PostAsync($"{Paths.Of("queues")}/{act}", body, session.Cancelled), answer => $"{Words.Count(answer.Count("queues"), "queue")} {done}");
        }

        foreach (var name in names)
        {
            session.Tell(await session.Api.PostAsync($"{Paths.Of("queues", name)}/{act}", body?.DeepClone(), session.Cancelled), queue => $"{queue.Text("queue")} {done}");
        }
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("queue") { Description = "Its name" };
        name.CompletesWith(Names.Queues);
        return name;
    }

    private static Argument<string[]> SomeNames()
    {
        var names = new Argument<string[]>("queue") { Description = "Names of queues", Arity = ArgumentArity.ZeroOrMore };
        names.CompletesWith(Names.Queues);
        return names;
    }

    private static Option<bool> All(string act) => new("--all") { Description = $"{act} every queue" };
}
