using System.Collections.Concurrent;
using System.Net;

namespace Switchyard.Cluster.Yard;

/// <summary>A client that knows several nodes: what one does not answer it asks the next, which it then stays with.</summary>
public sealed class Client(IReadOnlyList<Uri> nodes, int first, ConcurrentQueue<Operation> record) : IDisposable
{
    private const int MostRetries = 300;

    /// <summary>After each round of the nodes: none of them has the answer yet.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };
    private int _node = first;

    /// <summary>Sends a request until there is an answer below 500.</summary>
    public async Task<(HttpStatusCode Status, byte[] Body, bool Repeated)> AskAsync(string name, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var failures = new List<string>();
        while (true)
        {
            using var request = make();
            request.RequestUri = new Uri(nodes[_node], request.RequestUri!);
            try
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if ((int)response.StatusCode < 500)
                {
                    record.Enqueue(new Operation(name, began, TimeProvider.System.GetElapsedTime(began), failures.Count, failures));
                    return (response.StatusCode, body, failures.Count > 0);
                }

                failures.Add($"{nodes[_node].Port}: {(int)response.StatusCode}");
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException)
            {
                failures.Add($"{nodes[_node].Port}: {(lost.InnerException ?? lost).Message}");
            }

            Assert.True(failures.Count <= MostRetries, $"{name} failed: {string.Join("; ", failures)}");
            _node = (_node + 1) % nodes.Count;
            if (failures.Count % nodes.Count == 0)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    public void Dispose() => _http.Dispose();
}
