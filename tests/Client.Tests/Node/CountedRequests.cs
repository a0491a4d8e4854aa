using System.Collections.Concurrent;

namespace Switchyard.Client.Node;

/// <summary>Counts the requests to each path.</summary>
internal sealed class CountedRequests : DelegatingHandler
{
    private readonly ConcurrentDictionary<string, int> _counts = [];

    public int Of(string path) => _counts.GetValueOrDefault(path);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _counts.AddOrUpdate(request.RequestUri!.AbsolutePath, 1, (_, count) => count + 1);
        return base.SendAsync(request, cancellationToken);
    }
}
