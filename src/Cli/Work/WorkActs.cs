using System.CommandLine;
using System.Text.Json.Nodes;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>Acts on items: those that are named, or all that meet conditions.</summary>
internal static class WorkActs
{
    public static Command Cancel()
    {
        var reason = new Option<string?>("--reason") { Description = "Why, for people", HelpName = "text" };
        return Act(
            "cancel", "End items for good", "cancelled", reason,
            (session, id) => session.Api.PostAsync(Paths.Of("work", $"{id}", "cancel"), session.Get(reason) is { } why ? new JsonObject { ["reason"] = why } : null, session.Cancelled),
            "switchyard work cancel 1042 1043 --reason 'no longer needed'", "switchyard work cancel --queue greetings --status queued --dry-run");
    }

    public static Command Retry() => Act(
        "retry", "Put ended items back into their queues", "given back", null,
        (session, id) => session.Api.PostAsync(Paths.Of("work", $"{id}", "retry"), null, session.Cancelled),
        "switchyard work retry 1042", "switchyard work retry --status failed --error 'connection refused' --created-after 2h");

    public static Command Delete() => Act(
        "delete", "Remove ended items and all that hangs on them", "deleted", null,
        (session, id) => session.Api.DeleteAsync(Paths.Of("work", $"{id}"), session.Cancelled),
        "switchyard work delete 1042 --yes", "switchyard work delete --queue greetings --status completed --created-before 7d");

    public static Command Move()
    {
        var (filter, many, to) = (WorkFilter.ForActs(), new BulkOptions(), new Option<string>("--to") { Description = "The queue to move them to", HelpName = "queue", Required = true });
        to.CompletesWith(Names.Queues);
        return new Command("move", "Move waiting tasks to another queue") { to }
            .With(filter.Options).With(many.Options)
            .Example("switchyard work move --queue greetings --status queued --to slow-greetings")
            .Does(session => BulkAct.RunAsync(session, new("move", "moved", session.Get(to)), filter, many));
    }

    private static Command Act(
        string word, string description, string done, Option<string?>? reason, Func<Session, long, Task<Answer>> act, params string[] examples)
    {
        var ids = new Argument<long[]>("id") { Description = "Numbers of items; or conditions instead", Arity = ArgumentArity.ZeroOrMore };
        var (filter, many) = (WorkFilter.ForActs(), new BulkOptions(reason));
        return new Command(word, description) { ids }
            .With(filter.Options).With(many.Options)
            .Example(examples)
            .Does(session => (session.Get(ids), filter.IsEmpty(session)) switch
            {
                ([], true) => throw new UsageException($"Say which: numbers of items, or conditions ({string.Join(", ", filter.Options.Select(option => option.Name))})."),
                ([..], true) => NamedAct.RunAsync(session, word, done, session.Get(ids), many, act),
                ([], false) => BulkAct.RunAsync(session, new(word, done, null), filter, many),
                _ => throw new UsageException("Say numbers of items, or conditions, but not both."),
            });
    }
}
