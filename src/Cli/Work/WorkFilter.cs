using System.CommandLine;
using System.Text.Json.Nodes;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>Conditions on work, all of which must hold.</summary>
internal sealed class WorkFilter
{
    private static readonly string[] Kinds = ["task", "table", "job", "ticket", "expertise", "download"];
    private static readonly string[] States = ["queued", "running", "completed", "failed", "cancelled", "timedout"];

    private readonly List<(string Name, Option<string?> Option)> _conditions = [];

    private WorkFilter()
    {
        Add("kind", "Of this kind", Kinds);
        Add("queue", "In this queue").CompletesWith(Names.Queues);
        Add("status", "That stands so", States);
        Add("name", "Whose name contains this");
        Add("error", "Whose error contains this");
        Add("owner", "Submitted by this account or key");
        Add("createdAfter", "Made after this: a time, or a span ago such as 2h");
        Add("createdBefore", "Made before this");
    }

    public IEnumerable<Option> Options => _conditions.Select(condition => condition.Option);

    /// <summary>What an act on many can have as conditions.</summary>
    public static WorkFilter ForActs() => new();

    /// <summary>What a list can have.</summary>
    public static WorkFilter ForLists()
    {
        var filter = new WorkFilter();
        filter.Add("target", "That is about this");
        filter.Add("worker", "Whose newest lease this worker had");
        filter.Add("tag", "With this tag");
        filter.Add("order", "Oldest or newest first", ["asc", "desc"]);
        return filter;
    }

    public bool IsEmpty(Session session) => _conditions.All(condition => session.Get(condition.Option) is null);

    public IEnumerable<(string Name, object? Value)> Query(Session session) =>
        _conditions.Select(condition => (condition.Name, (object?)Value(session, condition.Name, condition.Option)));

    public JsonObject Json(Session session) =>
        new(_conditions.Select(condition => KeyValuePair.Create(condition.Name, (JsonNode?)Value(session, condition.Name, condition.Option))).Where(pair => pair.Value is not null));

    private Option<string?> Add(string name, string description, params string[] among)
    {
        var typed = name switch { "createdAfter" => "--created-after", "createdBefore" => "--created-before", _ => $"--{name}" };
        var option = new Option<string?>(typed) { Description = description, HelpName = among.Length > 0 ? string.Join('|', among) : name.StartsWith("created", StringComparison.Ordinal) ? "time" : "text" };
        if (among.Length > 0)
        {
            option.CompletionSources.Add(among);
        }

        _conditions.Add((name, option));
        return option;
    }

    private static string? Value(Session session, string name, Option<string?> option) =>
        session.Get(option) is { } typed && name.StartsWith("created", StringComparison.Ordinal) ? Moments.Read(typed, session.Time) : session.Get(option);
}
