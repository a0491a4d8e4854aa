using System.CommandLine;
using System.Text.Json.Nodes;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Tasks;

/// <summary>What can be said of a task besides its queue and its payload.</summary>
internal sealed class TaskFields
{
    private readonly Option<string?> _name = new("--name") { Description = "For people, to find it by", HelpName = "text" };
    private readonly Option<int?> _priority = new("--priority") { Description = "-100 to 100, higher first", HelpName = "number" };
    private readonly Option<string?> _delay = new("--delay") { Description = "Not handed out before this has passed", HelpName = "span" };
    private readonly Option<string?> _notBefore = new("--not-before") { Description = "Not handed out before this", HelpName = "time" };
    private readonly Option<string?> _uniqueKey = new("--unique-key") { Description = "At most one active task of the queue has it", HelpName = "text" };
    private readonly Option<string?> _uniqueFor = new("--unique-for") { Description = "So long the key counts, also when the task has ended", HelpName = "span" };
    private readonly Option<string?> _group = new("--group") { Description = "Groups of a queue take turns", HelpName = "text" };
    private readonly Option<string[]> _tags = new("--tag") { Description = "To find it by; may be said several times", HelpName = "text" };
    private readonly Option<int?> _maxAttempts = new("--max-attempts") { Description = "How often it is handed out", HelpName = "number" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long an attempt may take", HelpName = "span" };
    private readonly Option<string?> _deadline = new("--deadline") { Description = "So long after its creation it is over", HelpName = "span" };

    public IEnumerable<Option> Options => [_name, _priority, _delay, _notBefore, _uniqueKey, _uniqueFor, _group, _tags, _maxAttempts, _timeout, _deadline];

    /// <summary>What was said, as the API takes it.</summary>
    public JsonObject Read(Session session)
    {
        (string Name, JsonNode? Value)[] said =
        [
            ("name", session.Get(_name)),
            ("priority", session.Get(_priority)),
            ("delay", Spans.ToJson(session.Get(_delay))),
            ("notBefore", session.Get(_notBefore) is { } typed ? Moments.At(typed) : null),
            ("uniqueKey", session.Get(_uniqueKey)),
            ("uniqueFor", Spans.ToJson(session.Get(_uniqueFor))),
            ("groupKey", session.Get(_group)),
            ("tags", session.Get(_tags) is { Length: > 0 } tags ? new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) : null),
            ("maxAttempts", session.Get(_maxAttempts)),
            ("timeout", Spans.ToJson(session.Get(_timeout))),
            ("deadline", Spans.ToJson(session.Get(_deadline))),
        ];
        return new(said.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Name, one.Value)));
    }
}
