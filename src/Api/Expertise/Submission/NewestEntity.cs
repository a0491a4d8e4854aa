using System.Text.Json;

namespace Switchyard.Expertise.Submission;

/// <summary>One side of a request: people by their group, or papers.</summary>
internal sealed class NewestEntity
{
    private readonly string _name;
    private readonly JsonElement? _expertise;

    private NewestEntity(string name, JsonElement value)
    {
        _name = name;
        var entity = new NewestObject(name, value);
        var type = entity.Require("type");
        IsGroup = type.ValueKind == JsonValueKind.String && type.ValueEquals("Group");
        if (IsGroup)
        {
            Kind = Pick(entity, "Group", "memberOf", "reviewerIds");
            Value = entity.Require(Kind);
            _expertise = entity.Take("expertise");
        }
        else if (type.ValueKind == JsonValueKind.String && type.ValueEquals("Note"))
        {
            if ((entity.Has("invitation") || entity.Has("withVenueid")) && entity.Has("id"))
            {
                throw NewestObject.Refuse($"only provide a single id or single invitation and/or venue id in {name}");
            }

            Kind = Pick(entity, "Note", "invitation", "withVenueid", "id", "submissions");
            Value = entity.Require(Kind);
            Content = entity.TakeValue("withContent");
            entity.Take("submissionIds");
        }
        else
        {
            throw NewestObject.Refuse($"invalid type in {name}");
        }

        entity.ExpectNoMore();
    }

    public bool IsGroup { get; }

    /// <summary>The member that says who or what it is.</summary>
    public string Kind { get; }

    private JsonElement Value { get; }

    private JsonElement? Content { get; }

    /// <exception cref="ExpertiseRefusedException">Its members are others than they should be.</exception>
    public static NewestEntity Read(string name, JsonElement value) => new(name, value);

    /// <summary>The edges that say which papers are expertise; null when it names none.</summary>
    /// <exception cref="ExpertiseRefusedException">It names none although it says it does.</exception>
    public ExpertiseEdges? ReadEdges()
    {
        if (_expertise is not { } value || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var expertise = new NewestObject($"{_name}.expertise", value);
        var (exclusion, invitation) = (expertise.TakeValue("exclusion"), expertise.TakeValue("invitation"));
        expertise.ExpectNoMore();
        if (exclusion is { } nested)
        {
            var inner = new NewestObject($"{_name}.expertise.exclusion", nested);
            exclusion = inner.TakeValue("invitation");
            inner.ExpectNoMore();
        }

        // An empty object says nothing.
        return value.EnumerateObject().Any() ? new ExpertiseEdges(IdOf(exclusion), IdOf(invitation)) switch
        {
            { Exclusion: null, Invitation: null } => throw NewestObject.Refuse("Expertise invitation indicated but ID not provided"),
            { Exclusion: not null } edges => edges with { Invitation = null },
            var edges => edges,
        } : null;
    }

    public string ReadText() => Value is { ValueKind: JsonValueKind.String } text && text.GetString() is var read && !string.IsNullOrWhiteSpace(read)
        ? read
        : throw NewestObject.Refuse($"{Kind} in {_name} must be a text, got {PythonRepr.Of(Value)}");

    public IReadOnlyList<string> ReadIds() =>
        Value is { ValueKind: JsonValueKind.Array } ids && ids.GetArrayLength() > 0 && ids.EnumerateArray().All(id => IdOf(id) is not null)
            ? [.. ids.EnumerateArray().Select(id => id.GetString()!)]
            : throw NewestObject.Refuse($"{Kind} in {_name} must be a list of ids of profiles and of e-mail addresses");

    public IReadOnlyList<ProvidedPaper> ReadPapers()
    {
        if (Value.ValueKind != JsonValueKind.Array || Value.GetArrayLength() == 0)
        {
            throw NewestObject.Refuse($"submissions in {_name} must be a list of objects with id, title and abstract");
        }

        return [.. Value.EnumerateArray().Select((paper, index) => ReadPaper(paper, $"{_name}.submissions[{index}]"))];
    }

    /// <summary>What papers must have in their content; null: anything.</summary>
    public IReadOnlyDictionary<string, JsonElement>? ReadContent() => Content switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } content => content.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.Clone()),
        _ => throw NewestObject.Refuse($"withContent in {_name} must be an object"),
    };

    /// <summary>The first that there is, as the original takes them.</summary>
    private static string Pick(NewestObject entity, string type, params IEnumerable<string> members) =>
        members.FirstOrDefault(entity.Has) ?? throw NewestObject.Refuse($"no valid {type} properties in {entity.Name}");

    private static string? IdOf(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String } text && text.GetString() is var id && !string.IsNullOrWhiteSpace(id) ? id : null;

    private static ProvidedPaper ReadPaper(JsonElement value, string place)
    {
        var paper = new NewestObject(place, value);
        return new ProvidedPaper(
            IdOf(paper.Require("id")) ?? throw NewestObject.Refuse($"id in {place} must be a text"),
            TextOf("title"),
            TextOf("abstract"));

        string? TextOf(string member) => paper.TakeValue(member) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            _ => throw NewestObject.Refuse($"{member} in {place} must be a text"),
        };
    }
}

/// <param name="Exclusion">Edges of papers that are no expertise.</param>
/// <param name="Invitation">Edges whose own label says what they mean.</param>
internal sealed record ExpertiseEdges(string? Exclusion, string? Invitation);
