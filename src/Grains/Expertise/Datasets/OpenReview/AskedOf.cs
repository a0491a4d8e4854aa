using Switchyard.Text;

namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>What a request asked, in words that may be shown.</summary>
internal sealed class AskedOf(HttpRequestMessage request, string? token)
{
    private const int Longest = 300;

    /// <summary><c> after 4 tries</c>.</summary>
    public string Tries => request.Options.TryGetValue(OpenReviewPipeline.Tries, out var tries) && tries > 1 ? $" after {tries} tries" : "";

    /// <summary><c>GET /notes?invitation=X/-/Y</c>.</summary>
    public override string ToString()
    {
        var path = Uri.UnescapeDataString(request.RequestUri?.PathAndQuery ?? "");
        return $"{request.Method} {Clean(path.Length > Longest ? SoundText.StartOf(path, Longest) + "..." : path)}";
    }

    /// <summary>On one line, and without the token, which a careless server may send back.</summary>
    public string Clean(string text)
    {
        var line = string.Concat(text.Select(symbol => char.IsControl(symbol) ? ' ' : symbol));
        return token is null ? line : line.Replace(token, "...", StringComparison.Ordinal);
    }

    public OpenReviewException Nonsense(string what, Exception? inner = null) => new($"OpenReview answered nonsense to {this}: {what}", inner);
}
