using System.Collections.Concurrent;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads.Tables;

/// <summary>Clients that pull tables and hand in results, until every table is returned. Where those go after a time, others are imported.</summary>
internal sealed class TablesLoad(LoadContext context) : ILoad
{
    private const int Clients = 6;

    private readonly ConcurrentBag<HandIn> _handedIn = [];
    private readonly ConcurrentDictionary<string, bool> _returned = [];
    private readonly ConcurrentBag<string> _oddities = [];
    private readonly SemaphoreSlim _import = new(1);
    private readonly Progress _progress = new(context.Time);
    private string _directory = "";
    private volatile int _rounds;

    public string Door => "tables";

    public long Ended => _returned.Count;

    public Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster)
    {
        _directory = cluster.PathOf("input");
        TableFiles.Write(_directory, 0, context.Items);
        return Task.FromResult<IReadOnlyList<string>>([$"Tables:InputDirectory={_directory}", $"Tables:LeaseTimeout={context.LeaseTime}"]);
    }

    /// <summary>Waits until all tables are in the store.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => ImportedAsync(context.NewClient(), cancellationToken);

    public async Task RunAsync(CancellationToken noMore)
    {
        _progress.Made();
        var pace = new Pace(context.PerSecond, context.Time);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => WorkAsync(number, pace, noMore)));
    }

    public void Tell(FindingList findings)
    {
        foreach (var oddity in _oddities)
        {
            findings.Wrong(Door, null, oddity);
        }
    }

    public async Task CheckAsync(FindingList findings)
    {
        await new TablesCheck(context.NewClient(), [.. _handedIn], context.Items, findings).RunAsync();
    }

    public ValueTask DisposeAsync()
    {
        _import.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WorkAsync(int number, Pace pace, CancellationToken noMore)
    {
        var client = new TablesClient($"client-{number}", context, new Random((context.Seed * 37) + number), _oddities.Add);
        while (true)
        {
            // All tables are there from the beginning: at the end they are worked off as fast as it goes.
            if (!noMore.IsCancellationRequested)
            {
                await pace.NextAsync(CancellationToken.None);
            }

            var round = _rounds;
            var (package, areAllReturned) = await client.TakeAsync();
            var isLast = noMore.IsCancellationRequested;
            if ((isLast && package is null && _progress.IsOver) || (areAllReturned && (context.Keep is null || isLast)))
            {
                return;
            }

            if (areAllReturned)
            {
                await ImportOthersAsync(round);
            }

            if (package is not null && await client.ReturnAsync(package) is { } handedIn)
            {
                _handedIn.Add(handedIn);
                _returned[handedIn.Table] = true;
                _progress.Made();
            }
        }
    }

    /// <summary>The first client that finds nothing left has as many new tables imported.</summary>
    private async Task ImportOthersAsync(int round)
    {
        await _import.WaitAsync();
        try
        {
            if (_rounds != round)
            {
                return;
            }

            TableFiles.Write(_directory, (round + 1) * context.Items, context.Items);
            var client = context.NewClient();
            var answer = await client.SendAsync(new(Door, HttpMethod.Post, "/api/v1/tables/import"));
            if ((int)answer.Status >= 300)
            {
                _oddities.Add($"An import was answered with {answer.Status}: {answer.Text}");
            }

            await ImportedAsync(client, CancellationToken.None);
            _rounds = round + 1;
        }
        finally
        {
            _import.Release();
        }
    }

    private async Task ImportedAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await client.SendAsync(new(Door, HttpMethod.Get, "/api/v1/tables/import"), cancellationToken);
            switch ((string?)answer.Json["phase"])
            {
                case "finished":
                    return;
                case "failed":
                    throw new InvalidOperationException($"The tables could not be imported: {answer.Text}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), context.Time, cancellationToken);
        }
    }
}
