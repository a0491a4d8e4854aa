using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.Rules;

namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>What a dataset needs to know of OpenReview.</summary>
internal sealed class OpenReviewClient(OpenReviewHosts hosts, string? token, OpenReviewLimits limits, TimeProvider time) : IDisposable
{
    private const string DefaultLabel = "Include";

    private readonly OpenReviewCalls _calls = new(token, limits, time);

    /// <summary>A group's members as they are in it; of members that hide, those behind them as far as the token shows them.</summary>
    /// <exception cref="WrongInputException">There is no such group.</exception>
    public async Task<IReadOnlyList<string>> GroupMembersAsync(string group, CancellationToken cancellationToken)
    {
        var notFound = $"Group not found: {group}";
        var answer = await GetAsync($"groups?id={Escape(group)}", notFound, cancellationToken);
        var found = Expect(answer.Groups, "groups", group) is [var first, ..] ? first : throw new WrongInputException(notFound);
        var members = found.Members ?? [];
        if (found.Anonids is not true || members.All(MemberNames.IsMember))
        {
            return members;
        }

        var hidden = await GetAsync($"groups?prefix={Escape(group.TrimEnd('s') + "_")}", null, cancellationToken);
        var behind = Expect(hidden.Groups, "groups", group).ToLookup(anonymous => anonymous.Id);
        return [.. members.SelectMany(member => behind[member].SelectMany(anonymous => anonymous.Members ?? []).DefaultIfEmpty(member))];
    }

    public Task<List<Profile>> ProfilesByIdAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => BatchedAsync(
        ids,
        async batch => Expect(
            (await _calls.SearchAsync(hosts.Main, "profiles/search", new IdSearch(batch), AnswersJson.Default.IdSearch, cancellationToken)).Profiles,
            "profiles", "POST /profiles/search"));

    public Task<List<Profile>> ProfilesByEmailAsync(IReadOnlyList<string> emails, CancellationToken cancellationToken) => BatchedAsync(
        emails,
        async batch => Expect(
            (await _calls.SearchAsync(hosts.Main, "profiles/search", new EmailSearch(batch), AnswersJson.Default.EmailSearch, cancellationToken)).Profiles,
            "profiles", "POST /profiles/search"));

    public Task<List<Note>> NotesByIdAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => BatchedAsync(
        ids,
        async batch => Expect(
            (await _calls.SearchAsync(hosts.Main, "notes/search", new IdSearch(batch), AnswersJson.Default.IdSearch, cancellationToken)).Notes,
            "notes", "POST /notes/search"));

    /// <summary>The notes of which someone is an author, from all hosts.</summary>
    public async Task<List<Note>> PublicationsAsync(string profile, CancellationToken cancellationToken)
    {
        List<Note> all = [];
        foreach (var host in hosts.All)
        {
            all.AddRange(await NotesAsync(host, $"notes?content.authorids={Escape(profile)}", null, cancellationToken));
        }

        return all;
    }

    /// <exception cref="WrongInputException">There is no such invitation.</exception>
    public Task<List<Note>> SubmissionsAsync(string? invitation, string? venueId, CancellationToken cancellationToken)
    {
        string?[] conditions = [invitation is null ? null : $"invitation={Escape(invitation)}", venueId is null ? null : $"content.venueid={Escape(venueId)}"];
        return NotesAsync(
            hosts.Main, $"notes?{string.Join('&', conditions.OfType<string>())}",
            invitation is null ? null : $"Invitation not found: {invitation}", cancellationToken);
    }

    /// <exception cref="WrongInputException">There is no such paper.</exception>
    public async Task<Note> PaperAsync(string id, CancellationToken cancellationToken)
    {
        var notFound = $"Paper not found: {id}";
        var answer = await GetAsync($"notes?id={Escape(id)}", notFound, cancellationToken);
        return Expect(answer.Notes, "notes", id) is [var first, ..] ? first : throw new WrongInputException(notFound);
    }

    /// <summary>All edges of an invitation.</summary>
    /// <exception cref="WrongInputException">There is no such invitation.</exception>
    public async Task<List<Edge>> EdgesAsync(string invitation, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(
            $"edges?invitation={Escape(invitation)}&groupBy=tail&select=id,head,label,weight,tail", $"Invitation not found: {invitation}", cancellationToken);
        return
        [
            .. from grouped in Expect(answer.GroupedEdges, "groupedEdges", invitation)
               from edge in grouped.Values ?? []
               select edge with { Tail = edge.Tail ?? grouped.Id?.Tail },
        ];
    }

    /// <summary>The edges of an invitation that end at a member.</summary>
    /// <exception cref="WrongInputException">There is no such invitation.</exception>
    public Task<List<Edge>> EdgesOfAsync(string invitation, string tail, CancellationToken cancellationToken) => PagesAsync(
        hosts.Main, $"edges?invitation={Escape(invitation)}&tail={Escape(tail)}", $"Invitation not found: {invitation}",
        answer => Expect(answer.Edges, "edges", invitation), edge => edge.Id ?? edge.Head, cancellationToken);

    /// <summary>The first label that an invitation's edges may have, by which it tells what they are for.</summary>
    /// <exception cref="WrongInputException">There is no such invitation.</exception>
    public async Task<string> EdgeLabelAsync(string invitation, CancellationToken cancellationToken)
    {
        var notFound = $"Invitation not found: {invitation}";
        var answer = await GetAsync($"invitations?id={Escape(invitation)}", notFound, cancellationToken);
        var found = Expect(answer.Invitations, "invitations", invitation) is [var first, ..] ? first : throw new WrongInputException(notFound);
        return EdgeLabels.First(found) ?? DefaultLabel;
    }

    public void Dispose() => _calls.Dispose();

    private Task<Answer> GetAsync(string pathAndQuery, string? notFound, CancellationToken cancellationToken) =>
        _calls.GetAsync(hosts.Main, pathAndQuery, notFound, cancellationToken);

    private Task<List<Note>> NotesAsync(Uri host, string query, string? notFound, CancellationToken cancellationToken) =>
        PagesAsync(host, query, notFound, answer => Expect(answer.Notes, "notes", query), note => note.Id, cancellationToken);

    private async Task<List<T>> PagesAsync<T>(
        Uri host, string query, string? notFound, Func<Answer, IReadOnlyList<T>> rows, Func<T, string?> id, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        var known = new HashSet<string?>();
        for (var offset = 0; ;)
        {
            var answer = await _calls.GetAsync(host, $"{query}&limit={limits.Page}&offset={offset}", notFound, cancellationToken);
            var page = rows(answer);
            var before = all.Count;
            all.AddRange(page.Where(row => known.Add(id(row))));
            offset += page.Count;
            if (page.Count == 0 || (answer.Count is { } count ? offset >= count : page.Count < limits.Page))
            {
                return all;
            }

            if (all.Count == before)
            {
                // It would never end.
                throw new OpenReviewException($"OpenReview answered nonsense to GET /{query}: the page at {offset - page.Count} repeats earlier ones");
            }
        }
    }

    private async Task<List<T>> BatchedAsync<T>(IReadOnlyList<string> ids, Func<IReadOnlyList<string>, Task<IReadOnlyList<T>>> search)
    {
        var all = new List<T>();
        foreach (var batch in ids.Chunk(limits.Page))
        {
            all.AddRange(await search(batch));
        }

        return all;
    }

    private static IReadOnlyList<T> Expect<T>(IReadOnlyList<T>? list, string name, string asked) =>
        list ?? throw new OpenReviewException($"OpenReview answered nonsense to a request for {asked}: there is no list '{name}'");

    private static string Escape(string value) => Uri.EscapeDataString(value);
}
