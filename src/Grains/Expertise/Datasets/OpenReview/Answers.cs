using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>A note of either API. Dates are milliseconds since 1970.</summary>
internal sealed record Note
{
    public required string Id { get; init; }

    /// <summary>Of the first API; the second has <see cref="Invitations"/>.</summary>
    public string? Invitation { get; init; }

    public IReadOnlyList<string>? Invitations { get; init; }

    /// <summary>The note that this one is the blind copy of.</summary>
    public string? Original { get; init; }

    public IReadOnlyList<string>? Readers { get; init; }

    public string? Domain { get; init; }

    public double? Cdate { get; init; }

    public double? Tcdate { get; init; }

    public double? Mdate { get; init; }

    public double? Tmdate { get; init; }

    public double? Pdate { get; init; }

    public double? Odate { get; init; }

    public JsonElement? Content { get; init; }

    /// <summary>Whose invitation it answers; empty when it names none.</summary>
    [JsonIgnore]
    public string InvitationPrefix => (Invitation ?? (Invitations is [var first, ..] ? first : "")).Split("/-/")[0];

    public bool Answers(string invitation) => Invitation == invitation || (Invitations?.Contains(invitation) ?? false);
}

internal sealed record Group(string Id)
{
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>Its members appear as groups that hide who they are.</summary>
    public bool? Anonids { get; init; }
}

internal sealed record Edge
{
    public string? Id { get; init; }

    public string? Head { get; init; }

    public string? Tail { get; init; }

    public string? Label { get; init; }
}

internal sealed record GroupedEdge
{
    public GroupedEdgeKey? Id { get; init; }

    public IReadOnlyList<Edge>? Values { get; init; }
}

internal sealed record GroupedEdgeKey
{
    public string? Tail { get; init; }
}

internal sealed record Profile(string Id)
{
    /// <summary>The address that it was searched by, in some answers.</summary>
    public string? Email { get; init; }

    public ProfileContent? Content { get; init; }

    /// <summary>All its ids, its own first.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Names => [.. Ids().Distinct(StringComparer.Ordinal)];

    /// <summary>Null when none is known, or only masked ones.</summary>
    [JsonIgnore]
    public string? FirstEmail =>
        Emails().FirstOrDefault(email => email is { Length: > 0 } && !email.Contains('*'));

    [JsonIgnore]
    public IEnumerable<string> ConfirmedEmails => [.. Content?.EmailsConfirmed ?? [], .. Email is null ? [] : new[] { Email }];

    private IEnumerable<string?> Emails() => [Content?.PreferredEmail, .. Content?.EmailsConfirmed ?? [], .. Content?.Emails ?? [], Email];

    private IEnumerable<string> Ids() => [Id, .. (Content?.Names ?? []).Select(name => name.Username).OfType<string>()];
}

internal sealed record ProfileContent
{
    public string? PreferredEmail { get; init; }

    public IReadOnlyList<string>? EmailsConfirmed { get; init; }

    public IReadOnlyList<string>? Emails { get; init; }

    public IReadOnlyList<ProfileName>? Names { get; init; }
}

internal sealed record ProfileName
{
    public string? Username { get; init; }
}

/// <summary>Any answer: the list that was asked for, of the others nothing.</summary>
internal sealed record Answer
{
    public IReadOnlyList<Note>? Notes { get; init; }

    public IReadOnlyList<Group>? Groups { get; init; }

    public IReadOnlyList<Profile>? Profiles { get; init; }

    public IReadOnlyList<Edge>? Edges { get; init; }

    public IReadOnlyList<GroupedEdge>? GroupedEdges { get; init; }

    /// <summary>Each as it is: the two APIs have little in common.</summary>
    public IReadOnlyList<JsonElement>? Invitations { get; init; }

    /// <summary>How many there are on all pages, when OpenReview says so.</summary>
    public long? Count { get; init; }
}

internal sealed record IdSearch(IReadOnlyList<string> Ids);

internal sealed record EmailSearch(IReadOnlyList<string> ConfirmedEmails);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(IdSearch))]
[JsonSerializable(typeof(EmailSearch))]
internal sealed partial class AnswersJson : JsonSerializerContext;
