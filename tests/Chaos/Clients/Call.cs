namespace Switchyard.Chaos.Clients;

/// <summary>A request that bears being sent again: to another node, when the answer of the first one does not come.</summary>
/// <param name="Door">Whose client sends it.</param>
/// <param name="Path">With its query.</param>
internal sealed record Call(string Door, HttpMethod Method, string Path)
{
    /// <summary>Makes the body, for each time that the request is sent.</summary>
    public Func<HttpContent>? Content { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How long the node may hold the request before it answers that there is nothing.</summary>
    public TimeSpan Held { get; init; }

    /// <summary>Whether the answer says what became of the request; others are asked again. By default all but 5xx and 429.</summary>
    public Predicate<Answer> IsAnswer { get; init; } = static answer => (int)answer.Status is < 500 and not 429;
}
