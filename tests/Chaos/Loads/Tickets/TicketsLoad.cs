using Switchyard.Chaos.Findings;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads.Tickets;

/// <summary>Clients of the Tickets door: most let two numbers be added, some run a script that writes down when it runs.</summary>
internal sealed class TicketsLoad(LoadContext context) : ILoad
{
    private const int Workers = 24;

    private readonly FindingList _found = new();
    private readonly List<TicketRecord> _tickets = [];
    private RunHistory? _history;
    private long _ended;

    public string Door => TicketWorker.Door;

    public long Ended => Interlocked.Read(ref _ended);

    public Task<IReadOnlyList<string>> ArrangeAsync(ChaosCluster cluster)
    {
        _history = new(cluster);
        return Task.FromResult<IReadOnlyList<string>>([.. ComputeSettings.Of(context), .. _history.Settings()]);
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RunAsync(CancellationToken noMore)
    {
        var items = new NewItems(context, context.PerSecond, context.Items, noMore);
        return Task.WhenAll(Enumerable.Range(0, Workers).Select(number => WorkAsync(items, number)));
    }

    public void Tell(FindingList findings) => findings.AddAll(_found);

    public async Task CheckAsync(FindingList findings)
    {
        await new TicketsCheck(context, _tickets, _history!.Read, findings).RunAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task WorkAsync(NewItems items, int number)
    {
        var worker = new TicketWorker(context, context.NewClient(), (context.Seed * 1000) + number, _found);
        while (await items.NextAsync() is { } item)
        {
            if (await worker.WorkAsync(item) is { } ticket)
            {
                lock (_tickets)
                {
                    _tickets.Add(ticket);
                }

                Interlocked.Increment(ref _ended);
            }
        }
    }
}
