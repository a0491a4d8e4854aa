using System.Collections.Concurrent;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads.Tables;

/// <summary>Clients that pull tables and hand in results, until every table is returned.</summary>
internal sealed class TablesLoad(LoadContext context) : ILoad
{
    private const int Clients = 6;

    private readonly ConcurrentBag<HandIn> _handedIn = [];
    private readonly ConcurrentDictionary<string, bool> _returned = [];
    private readonly ConcurrentBag<string> _oddities = [];

    public string Door => "tables";

    public long Ended => _returned.Count;

    public Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster)
    {
        var directory = cluster.PathOf("input");
        TableFiles.Write(directory, context.Items);
        return Task.FromResult<IReadOnlyList<string>>([$"Tables:InputDirectory={directory}", $"Tables:LeaseTimeout={context.LeaseTime}"]);
    }

    /// <summary>Waits until all tables are in the store.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var client = context.NewClient();
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

    public async Task RunAsync(CancellationToken noMore)
    {
        var pace = new Pace(context.PerSecond, context.Time);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => WorkAsync(number, pace, noMore)));
    }

    public async Task CheckAsync(FindingList findings)
    {
        foreach (var oddity in _oddities)
        {
            findings.Wrong(Door, null, oddity);
        }

        await new TablesCheck(context.NewClient(), [.. _handedIn], context.Items, findings).RunAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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

            var (package, areAllReturned) = await client.TakeAsync();
            if (areAllReturned)
            {
                return;
            }

            if (package is not null && await client.ReturnAsync(package) is { } handedIn)
            {
                _handedIn.Add(handedIn);
                _returned[handedIn.Table] = true;
            }
        }
    }
}
