using System.Net.Sockets;

namespace Switchyard.Chaos.Clients;

/// <summary>
/// Sends requests to any node, and to another one when the first does not answer: what a client or a load balancer does
/// that knows the nodes.
/// </summary>
internal sealed class ClusterClient : IDisposable
{
    /// <summary>After which a request that may not be held is sent to another node.</summary>
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(10);

    /// <summary>After which a call is given up, and the run has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly IReadOnlyList<Uri> _nodes;
    private readonly Troubles _troubles;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private int _preferred;

    /// <param name="seed">For which node is asked first, and what happens on the way.</param>
    public ClusterClient(IReadOnlyList<Uri> nodes, Troubles troubles, TimeProvider time, int seed)
    {
        (_nodes, _troubles, _time) = (nodes, troubles, time);
        _random = new(seed);
    }

    /// <summary>What happens to requests and answers of this client from now on.</summary>
    public Mischief Mischief { get; set; }

    /// <summary>Sends until there is an answer.</summary>
    /// <exception cref="UnansweredException">There was none for three minutes.</exception>
    public async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken = default)
    {
        var open = _troubles.Begin(call);
        var (sent, failures, times) = (open.Begun, 0, 0);
        string? why = null;
        try
        {
            while (true)
            {
                var node = Next(failures);
                sent = _time.GetTimestamp();
                try
                {
                    var copies = await CopiesAsync(call, node, cancellationToken);
                    times += copies.Count;
                    var answer = copies[Roll(copies.Count)];
                    if (call.IsAnswer(answer) && !(Mischief == Mischief.LoseAnswers && Roll(3) == 0))
                    {
                        return answer with { Times = times };
                    }

                    failures += call.IsAnswer(answer) ? 0 : 1;
                    why = call.IsAnswer(answer) ? why : $"{(int)answer.Status} {answer.Text[..Math.Min(answer.Text.Length, 200)]}";
                }
                catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or TimeoutException)
                {
                    failures++;
                    times++;
                    why = $"{node.Port}: {failure.GetBaseException().Message}";
                }

                if (_time.GetElapsedTime(open.Begun) > Patience)
                {
                    throw new UnansweredException($"{call.Method} {call.Path}: {why}");
                }

                // The first repetition goes to another node at once.
                if (failures > 1)
                {
                    await Task.Delay(Pause, _time, cancellationToken);
                }
            }
        }
        finally
        {
            _troubles.End(open, sent, failures, why);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A client stays with a node until that one fails it.</summary>
    private Uri Next(int failures)
    {
        if (failures > 0)
        {
            Interlocked.Increment(ref _preferred);
        }
        else if (Roll(50) == 0)
        {
            _preferred = Roll(_nodes.Count);
        }

        return _nodes[(int)((uint)_preferred % (uint)_nodes.Count)];
    }

    private async Task<IReadOnlyList<Answer>> CopiesAsync(Call call, Uri node, CancellationToken cancellationToken)
    {
        if (Mischief != Mischief.Duplicate || call.Method == HttpMethod.Get || Roll(3) != 0)
        {
            return [await SendOnceAsync(call, node, cancellationToken)];
        }

        return await Task.WhenAll(
            SendOnceAsync(call, node, cancellationToken), SendOnceAsync(call, _nodes[Roll(_nodes.Count)], cancellationToken));
    }

    private async Task<Answer> SendOnceAsync(Call call, Uri node, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(node, call.Path)) { Content = call.Content?.Invoke() };
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.Add(name, value);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Impatience + call.Held);
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            return new(response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token), 1);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("not answered in time");
        }
    }

    private int Roll(int sides)
    {
        lock (_random)
        {
            return _random.Next(sides);
        }
    }
}
