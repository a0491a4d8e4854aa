using System.Globalization;
using System.Text.Json;

namespace Switchyard.Work.Pages.Items;

/// <summary>The conditions of a list of work, as they stand in a page's address: by the names of <c>GET /api/v1/work</c>.</summary>
public sealed record ItemConditions
{
    public string? Kind { get; init; }

    public string? Queue { get; init; }

    public string? Status { get; init; }

    public string? Name { get; init; }

    public string? Error { get; init; }

    public string? Owner { get; init; }

    public string? Target { get; init; }

    public string? Worker { get; init; }

    public string? Tag { get; init; }

    public string? CreatedAfter { get; init; }

    public string? CreatedBefore { get; init; }

    public bool IsAscending { get; init; }

    /// <summary>Whether there is any.</summary>
    public bool Any => Said.Any();

    private IEnumerable<KeyValuePair<string, string>> Said =>
        from condition in ((string Name, string? Value)[])
            [
                ("kind", Kind), ("queue", Queue), ("status", Status), ("name", Name), ("error", Error), ("owner", Owner), ("target", Target),
                ("worker", Worker), ("tag", Tag), ("createdAfter", CreatedAfter), ("createdBefore", CreatedBefore),
            ]
        where !string.IsNullOrEmpty(condition.Value)
        select KeyValuePair.Create(condition.Name, condition.Value!);

    /// <summary>What is wrong with a condition; null: nothing. One that is wrong must not look like none.</summary>
    public string? Wrong =>
        !string.IsNullOrEmpty(Status) && StatusOf(Status) is null ? $"There is no status {Status}."
        : !string.IsNullOrEmpty(CreatedAfter) && TimeOf(CreatedAfter) is null ? $"{CreatedAfter} is no time."
        : !string.IsNullOrEmpty(CreatedBefore) && TimeOf(CreatedBefore) is null ? $"{CreatedBefore} is no time."
        : null;

    public WorkFilter Filter => new()
    {
        Kind = Text(Kind),
        Queue = Text(Queue),
        Status = StatusOf(Status),
        NameContains = Text(Name),
        ErrorContains = Text(Error),
        Owner = Text(Owner),
        Target = Text(Target),
        Worker = Text(Worker),
        Tag = Text(Tag),
        CreatedAfter = TimeOf(CreatedAfter),
        CreatedBefore = TimeOf(CreatedBefore),
        Ascending = IsAscending,
    };

    /// <summary>For the record of an act on all that they meet.</summary>
    public string Json => JsonSerializer.Serialize(Said.ToDictionary());

    /// <summary>The same as a query of the API.</summary>
    public string Query => string.Join('&', Said.Select(said => $"{said.Key}={Uri.EscapeDataString(said.Value)}"));

    private static WorkStatus? StatusOf(string? text) =>
        Enum.GetValues<WorkStatus>().Where(status => status.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)).Cast<WorkStatus?>().FirstOrDefault();

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
