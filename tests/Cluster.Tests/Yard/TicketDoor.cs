using System.Text.Json.Nodes;

namespace Switchyard.Cluster.Yard;

/// <summary>Makes tickets, and sees them as an operator does.</summary>
internal sealed class TicketDoor(HttpClient http)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <returns>The ticket's id.</returns>
    public async Task<long> SubmitAsync(string service)
    {
        using var form = TicketForm.Of(service);
        using var answer = await http.PostAsync(new Uri("/request", UriKind.Relative), form, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return long.Parse(text.Split(' ')[3]);
    }

    public async Task<IReadOnlyList<JsonNode>> ShowAsync(IReadOnlyList<long> ids) =>
        await Task.WhenAll(ids.Select(id => GetAsync($"/api/v1/work/{id}")));

    /// <summary>The state of a source, by its name.</summary>
    public async Task<string?> StateAsync(string source) =>
        (string?)(await GetAsync("/api/v1/sources")).AsArray().Single(view => (string?)view!["name"] == source)!["state"];

    private async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
