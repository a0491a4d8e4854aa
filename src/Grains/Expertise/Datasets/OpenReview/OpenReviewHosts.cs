using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>Where OpenReview is. Some of its installations are two hosts, one for each version of its API.</summary>
/// <param name="Main">Ends with a slash.</param>
/// <param name="Other">The other version's host, which has publications of its own; null when there is one host for all.</param>
internal sealed record OpenReviewHosts(Uri Main, Uri? Other)
{
    private static readonly (string First, string Second)[] Pairs =
    [
        ("https://api.openreview.net/", "https://api2.openreview.net/"),
        ("https://devapi.openreview.net/", "https://devapi2.openreview.net/"),
        ("http://localhost:3000/", "http://localhost:3001/"),
    ];

    public IEnumerable<Uri> All => Other is null ? [Main] : [Main, Other];

    /// <exception cref="WrongInputException">It is no address of a web server.</exception>
    public static OpenReviewHosts Of(string baseUrl)
    {
        if (!Uri.TryCreate(baseUrl.TrimEnd('/') + "/", UriKind.Absolute, out var main) || main.Scheme is not ("http" or "https"))
        {
            throw new WrongInputException("The configured address of OpenReview must begin with http:// or https://.");
        }

        var address = main.AbsoluteUri;
        var other = Pairs.Where(pair => pair.First == address).Select(pair => pair.Second)
            .Concat(Pairs.Where(pair => pair.Second == address).Select(pair => pair.First)).FirstOrDefault();
        return new OpenReviewHosts(main, other is null ? null : new Uri(other));
    }
}
