using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Queues;

/// <summary>Sets what holds for a queue of tasks: what is not said stays as it is.</summary>
internal static class PolicyCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("queue") { Description = "Its name; it is made when there is none" };
        name.CompletesWith(Names.Queues);
        Rule[] rules =
        [
            Span("--lease", "How long a worker has a task without a word", "lease"),
            Number("--max-attempts", "How often a task is handed out", "maxAttempts"),
            Span("--backoff-first", "The wait after the first failure", "backoff", "first"),
            Number("--backoff-factor", "How much longer after each further one", "backoff", "factor"),
            Span("--backoff-most", "The longest wait", "backoff", "most"),
            Span("--timeout", "How long an attempt may take; none", "timeout"),
            Number("--concurrency", "How many run at once; none", "concurrency"),
            Number("--group-concurrency", "How many of one group run at once; none", "groupConcurrency"),
            Number("--rate", "How many are handed out in --per; none", "rate", "limit"),
            Span("--per", "The time of --rate", "rate", "per"),
            Span("--keep-completed", "How long what completed is kept; none: for ever", "retention", "completed"),
            Span("--keep-failed", "How long what failed is kept; none: for ever", "retention", "failed"),
        ];
        var defaults = new Option<bool>("--defaults") { Description = "What is not said is set to its default" };
        return new Command("set", "Set what holds for a queue of tasks; 'none' takes a bound away") { name, defaults }
            .With(rules.Select(rule => rule.Option))
            .Example("switchyard queue set greetings --lease 30s --max-attempts 3 --rate 10 --per 1s", "switchyard queue set greetings --concurrency none")
            .Does(async session =>
            {
                var policy = session.Get(defaults) ? [] : await NowAsync(session, session.Get(name));
                foreach (var rule in rules.Where(rule => session.Has(rule.Option)))
                {
                    rule.Set(policy, session.Get(rule.Option)!);
                }

                session.Tell(
                    await session.Api.PutAsync(Paths.Of("queues", session.Get(name)), policy.ToJsonString(), session.Cancelled),
                    queue => $"{queue.Text("queue")}: {queue.Said("policy")}");
            });
    }

    private static async Task<JsonObject> NowAsync(Session session, string queue)
    {
        var call = new Client.Http.ApiCall(HttpMethod.Get, Paths.Of("queues", queue)) { Expected = [System.Net.HttpStatusCode.NotFound] };
        var known = await session.Api.ReadAsync(call, session.Cancelled);
        return known.Json.Of("policy") is { ValueKind: JsonValueKind.Object } policy ? JsonObject.Create(policy)! : [];
    }

    private static Rule Span(string option, string description, params string[] path) => new(NewOption(option, description, "span"), path, Spans.ToJson);

    private static Rule Number(string option, string description, params string[] path) => new(
        NewOption(option, description, "number"), path, typed => NumberOf(option, typed));

    private static Option<string?> NewOption(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    private static JsonValue NumberOf(string option, string typed) =>
        decimal.TryParse(typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : throw new UsageException($"{option} must be a number, or none.");

    /// <param name="Path">Where it stands in the policy.</param>
    private sealed record Rule(Option<string?> Option, string[] Path, Func<string, JsonNode?> Read)
    {
        public void Set(JsonObject policy, string typed)
        {
            var at = policy;
            foreach (var name in Path[..^1])
            {
                if (at[name] is not JsonObject below)
                {
                    at[name] = below = [];
                }

                at = below;
            }

            if (typed != "none")
            {
                at[Path[^1]] = Read(typed);
            }
            else if (Path[0] == "rate")
            {
                policy.Remove(Path[0]);
            }
            else
            {
                at[Path[^1]] = null;
            }
        }
    }
}
