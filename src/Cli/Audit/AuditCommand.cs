using System.CommandLine;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Audit;

/// <summary>What people and keys did.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var who = new Option<string?>("--who") { Description = "Of this account or key", HelpName = "name" };
        var act = new Option<string?>("--act") { Description = "The word of an act, such as cancel or pause", HelpName = "word" };
        var item = new Option<long?>("--item") { Description = "On this item", HelpName = "id" };
        var queue = new Option<string?>("--queue") { Description = "On this queue", HelpName = "name" };
        queue.CompletesWith(Names.Queues);
        var listing = new Listing();
        return new Command("audit", "What people and keys did, newest first") { who, act, item, queue }
            .With(listing.Options)
            .Example("switchyard audit --act cancel", "switchyard audit --who ann --all --json > ann.jsonl")
            .Does(session => listing.ShowAsync(
                session, Paths.Of("audit"), Columns(session.Times), "Nothing of that is on record.",
                ("who", session.Get(who)), ("act", session.Get(act)), ("item", session.Get(item)), ("queue", session.Get(queue))));
    }

    private static IReadOnlyList<Column> Columns(Times times) =>
    [
        new("AT", entry => times.At(entry, "at")),
        new("WHO", entry => entry.Text("who")) { IsLong = true },
        new("ACT", entry => entry.Text("act")),
        new("ITEM", entry => entry.Text("item")) { IsNumber = true },
        new("QUEUE", entry => entry.Text("queue")) { IsLong = true },
        new("SUBJECT", entry => entry.Text("subject")) { IsLong = true },
        new("REASON", entry => entry.Text("reason")) { IsLong = true },
        new("REQUEST", entry => entry.Text("requestId")) { IsLong = true, Spare = 1 },
    ];
}
