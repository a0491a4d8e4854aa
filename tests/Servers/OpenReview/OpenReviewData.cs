using System.Text.Json.Nodes;

namespace Switchyard.Servers.OpenReview;

/// <summary>What an <see cref="OpenReviewServer"/> knows. What is added returns its JSON for whatever else a test wants in it.</summary>
public sealed class OpenReviewData
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _groups = [];
    private readonly Dictionary<string, JsonObject> _invitations = [];
    private readonly Dictionary<string, JsonObject> _profilesByToken = [];
    private readonly List<JsonObject> _profiles = [];
    private readonly List<JsonObject> _notes = [];
    private readonly List<JsonObject> _edges = [];

    public JsonObject AddGroup(string id, params string[] members) =>
        Under(() => _groups[id] = new JsonObject { ["id"] = id, ["members"] = Texts(members) });

    /// <summary>The groups that are venues of OpenReview.</summary>
    public JsonObject AddVenues(params string[] venues) => AddGroup("venues", venues);

    /// <param name="token">What its user signs in with; null: nobody can.</param>
    public JsonObject AddProfile(string id, string[]? emails = null, string? token = null, params string[] otherIds) => Under(() =>
    {
        var profile = new JsonObject
        {
            ["id"] = id,
            ["content"] = new JsonObject
            {
                ["emails"] = Texts(emails ?? []),
                ["emailsConfirmed"] = Texts(emails ?? []),
                ["names"] = new JsonArray([.. new[] { id }.Concat(otherIds).Select(name => new JsonObject { ["username"] = name })]),
            },
        };
        _profiles.Add(profile);
        if (token is not null)
        {
            _profilesByToken[token] = profile;
        }

        return profile;
    });

    /// <summary>A publication that everyone may read, of the second API.</summary>
    public JsonObject AddPublication(string author, string id, string? title, string? @abstract, long cdate = 1) => AddNote(new JsonObject
    {
        ["id"] = id,
        ["invitations"] = Texts(["DBLP.org/-/Record"]),
        ["readers"] = Texts(["everyone"]),
        ["cdate"] = cdate,
        ["content"] = new JsonObject { ["authorids"] = Value(Texts([author])), ["title"] = Value(title), ["abstract"] = Value(@abstract) },
    });

    /// <summary>A submission, of the second API; its invitation is there too.</summary>
    public JsonObject AddSubmission(string invitation, string id, string? title, string? @abstract, string? venueId = null)
    {
        AddInvitation(invitation);
        return AddNote(new JsonObject
        {
            ["id"] = id,
            ["invitations"] = Texts([invitation]),
            ["content"] = new JsonObject { ["title"] = Value(title), ["abstract"] = Value(@abstract), ["venueid"] = Value(venueId) },
        });
    }

    public JsonObject AddNote(JsonObject note) => Under(() =>
    {
        _notes.Add(note);
        return note;
    });

    /// <param name="labels">That its edges may have.</param>
    public JsonObject AddInvitation(string id, params string[] labels) => Under(() =>
    {
        var invitation = new JsonObject { ["id"] = id };
        if (labels.Length > 0)
        {
            invitation["edit"] = new JsonObject { ["label"] = new JsonObject { ["param"] = new JsonObject { ["enum"] = Texts(labels) } } };
        }

        return _invitations[id] = invitation;
    });

    /// <summary>An edge; its invitation must be there.</summary>
    public JsonObject AddEdge(string invitation, string head, string tail, string? label) => Under(() =>
    {
        var edge = new JsonObject
        {
            ["id"] = $"edge{_edges.Count}", ["invitation"] = invitation, ["head"] = head, ["tail"] = tail, ["label"] = label, ["weight"] = -1,
        };
        _edges.Add(edge);
        return edge;
    });

    internal JsonObject? Group(string id) => Under(() => _groups.GetValueOrDefault(id));

    internal IReadOnlyList<JsonObject> GroupsBeginning(string prefix) =>
        Under(() => _groups.Where(group => group.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(group => group.Value).ToList());

    internal JsonObject? Invitation(string id) => Under(() => _invitations.GetValueOrDefault(id));

    internal JsonObject? ProfileOf(string token) => Under(() => _profilesByToken.GetValueOrDefault(token));

    internal IReadOnlyList<JsonObject> Profiles => Under(() => _profiles.ToList());

    internal IReadOnlyList<JsonObject> Notes => Under(() => _notes.ToList());

    internal IReadOnlyList<JsonObject> Edges => Under(() => _edges.ToList());

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Value(JsonNode? value) => new() { ["value"] = value };

    private T Under<T>(Func<T> act)
    {
        lock (_lock)
        {
            return act();
        }
    }
}
