using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;
using Switchyard.Cli.Tasks;

namespace Switchyard.Cli.Schedules;

/// <summary>Tasks that come by the clock.</summary>
internal static class ScheduleCommands
{
    public static Command Create() => new("schedules", "Tasks that come by the clock")
    {
        List(),
        Show(),
        Set(),
        Act("pause", "Submit nothing until resumed; times that pass are not made up for", "is paused"),
        Act("resume", "Submit at its times again", "goes on"),
        Run(),
        Delete(),
    };

    private static IReadOnlyList<Column> Columns(Times times) =>
    [
        new("NAME", schedule => schedule.Text("name")) { IsLong = true },
        new("CRON", schedule => schedule.Text("cron")),
        new("ZONE", schedule => schedule.Text("timeZone")) { Spare = 1 },
        new("QUEUE", schedule => schedule.Of("task").Text("queue")) { IsLong = true },
        new("PAUSED", schedule => new(schedule.Is("paused") ? "paused" : "", Looks.Care)),
        new("NEXT", schedule => times.At(At(schedule.Each("next").FirstOrDefault()))),
        new("LAST", schedule => times.At(schedule.Of("last"), "at")) { Spare = 2 },
        new("TASK", schedule => schedule.Of("last").Text("id")) { IsNumber = true, Spare = 3 },
    ];

    private static Command List()
    {
        var listing = new Listing();
        return new Command("list", "Schedules by name")
            .With(listing.Options)
            .Example("switchyard schedules list")
            .Does(session => listing.ShowAsync(session, Paths.Of("schedules"), Columns(session.Times), "There are no schedules."));
    }

    private static Command Show()
    {
        var name = Name();
        return new Command("show", "One schedule, with its task and its next times") { name }
            .Example("switchyard schedules show nightly")
            .Does(async session => Tell(session, await session.Api.GetAsync(Paths.Of("schedules", session.Get(name)), session.Cancelled)));
    }

    private static Command Set()
    {
        var (name, fields) = (Name(), new TaskFields());
        var cron = new Option<string>("--cron") { Description = "Five fields: minute, hour, day of the month, month, day of the week", HelpName = "times", Required = true };
        var zone = new Option<string?>("--zone") { Description = "Whose clock: an IANA name. Default: UTC", HelpName = "name" };
        var missed = new Option<string?>("--missed") { Description = "Whether one run makes up for times that passed while no node was there. Default: none", HelpName = "none|one" };
        missed.CompletionSources.Add("none", "one");
        var queue = new Option<string>("--queue") { Description = "Where its tasks go", HelpName = "name", Required = true };
        queue.CompletesWith(Names.Queues);
        var payload = new Option<string?>("--payload") { Description = "JSON; @FILE: what is in a file", HelpName = "json" };
        return new Command("set", "Make or replace a schedule") { name, cron, zone, missed, queue, payload }
            .With(fields.Options)
            .Example("""switchyard schedules set nightly --cron '0 3 * * *' --zone Europe/Berlin --queue reports --payload '{"of": "yesterday"}'""")
            .Does(async session =>
            {
                var task = fields.Read(session);
                task["queue"] = session.Get(queue);
                task["payload"] = await Payload.ReadAsync(session.Get(payload), session.Cancelled);

                var body = new JsonObject { ["cron"] = session.Get(cron), ["task"] = task };
                if (session.Get(zone) is { } where)
                {
                    body["timeZone"] = where;
                }

                if (session.Get(missed) is { } rule)
                {
                    body["missed"] = rule;
                }

                Tell(session, await session.Api.PutAsync(Paths.Of("schedules", session.Get(name)), body.ToJsonString(), session.Cancelled));
            });
    }

    private static Command Act(string word, string description, string done)
    {
        var name = Name();
        return new Command(word, description) { name }
            .Example($"switchyard schedules {word} nightly")
            .Does(async session => session.Tell(
                await session.Api.PostAsync($"{Paths.Of("schedules", session.Get(name))}/{word}", null, session.Cancelled), schedule => $"{schedule.Text("name")} {done}"));
    }

    private static Command Run()
    {
        var name = Name();
        return new Command("run", "Submit its task now, beside its times") { name }
            .Example("switchyard schedules run nightly")
            .Does(async session => session.Tell(
                await session.Api.PostAsync($"{Paths.Of("schedules", session.Get(name))}/run", null, session.Cancelled, once: Api.NewKey()), task => task.Text("id")));
    }

    private static Command Delete()
    {
        var (name, confirmation) = (Name(), new Confirmation());
        return new Command("delete", "Remove a schedule; the tasks that it made stay") { name }
            .With(confirmation.Yes)
            .Example("switchyard schedules delete nightly --yes")
            .Does(async session =>
            {
                if (!await confirmation.AskAsync(session, $"Delete schedule {session.Get(name)}?"))
                {
                    return ExitCode.Refused;
                }

                await session.Api.DeleteAsync(Paths.Of("schedules", session.Get(name)), session.Cancelled);
                session.TellDone($"{session.Get(name)} deleted");
                return ExitCode.Ok;
            });
    }

    private static void Tell(Session session, Answer schedule) => session.Show(schedule, json => Sheet.Facts(
        session.Screen.Width,
        [
            ("name", json.Text("name")),
            ("cron", json.Text("cron")),
            ("zone", json.Text("timeZone")),
            ("missed", json.Text("missed")),
            ("paused", new(json.Is("paused") ? "yes" : "", Looks.Care)),
            ("task", json.Said("task")),
            .. json.Each("next").Select(at => ("next", (Cell)session.Times.At(At(at)))),
            ("last", session.Times.At(json.Of("last"), "at")),
            ("last task", json.Of("last").Text("id")),
        ]));

    private static DateTimeOffset? At(JsonElement value) => value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at) ? at : null;

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name") { Description = "The schedule's name" };
        name.CompletesWith(Names.Schedules);
        return name;
    }
}
