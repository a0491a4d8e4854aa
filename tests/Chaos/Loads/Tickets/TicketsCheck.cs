using System.Security.Cryptography;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;

namespace Switchyard.Chaos.Loads.Tickets;

/// <summary>Compares what clients were told with the work that is there, and with what the runs of scripts wrote.</summary>
internal sealed class TicketsCheck
{
    private const string Door = TicketWorker.Door;
    private const string Kind = "ticket";
    private const int MostFetchedAgain = 2000;
    private const int AtATime = 4;

    private readonly IReadOnlyList<TicketRecord> _tickets;
    private readonly Func<ILookup<long, RunLine>> _read;
    private readonly FindingList _findings;
    private readonly ClusterClient _client;
    private readonly WorkItems _work;
    private readonly Dictionary<long, TicketRecord> _byId = [];
    private ILookup<long, RunLine> _runs = Array.Empty<RunLine>().ToLookup(line => line.Id);

    /// <param name="read">Reads what the runs wrote; called when all have ended.</param>
    public TicketsCheck(LoadContext context, IReadOnlyList<TicketRecord> tickets, Func<ILookup<long, RunLine>> read, FindingList findings)
    {
        (_tickets, _read, _findings) = (tickets, read, findings);
        _client = context.NewClient();
        _work = new(Door, Kind, context, _client);
    }

    public async Task RunAsync()
    {
        foreach (var ticket in _tickets.Where(ticket => !_byId.TryAdd(ticket.Id, ticket)))
        {
            _findings.Doubled(Door, ticket.At, $"{ticket} was acknowledged twice");
        }

        var items = await _work.EndedAsync();
        _runs = _read();
        var missing = _byId.Keys.ToHashSet();
        var (closer, unknown) = (new List<long>(), 0);
        foreach (var item in items)
        {
            unknown += missing.Remove(item.Id) ? 0 : 1;
            Look(item);
            if (item.LeaseNumber != 1 || _runs.Contains(item.Id))
            {
                closer.Add(item.Id);
            }
        }

        foreach (var id in missing)
        {
            _findings.Lost(Door, _byId[id].At, $"{_byId[id]} is not in the list of all work");
        }

        await Parallel.ForEachAsync(closer, Limit, async (id, _) => await LookCloserAsync(id));
        var fetched = _tickets.Where(ticket => ticket.Digest is not null).ToList();
        var step = 1 + (fetched.Count / MostFetchedAgain);
        await Parallel.ForEachAsync(fetched.Where((_, place) => place % step == 0), Limit, async (ticket, _) => await FetchAgainAsync(ticket));
        Console.WriteLine(
            $"tickets: {_tickets.Count} acknowledged, {unknown} made by requests whose answers were lost, {closer.Count} with scripts or more than one lease.");
        Console.WriteLine(
            $"tickets: {_runs.Sum(run => run.Count(line => line.What == "twice"))} runs began while an earlier one of their ticket still lived: only a frozen node or a wrong clock explains that.");
    }

    private static ParallelOptions Limit => new() { MaxDegreeOfParallelism = AtATime };

    private void Look(WorkSummary item)
    {
        var ticket = _byId.GetValueOrDefault(item.Id);
        var name = ticket?.ToString() ?? $"ticket {item.Id} (of a lost answer)";
        if (!item.IsTerminal)
        {
            _findings.Lost(Door, ticket?.At, $"{name} never ended: it is {item.Status} under lease {item.LeaseNumber}");
        }
        else if (item.Status is not ("completed" or "cancelled"))
        {
            _findings.Wrong(Door, ticket?.At, $"{name} ended {item.Status}");
        }
        else if (item.Status == "cancelled" && ticket?.Cancelled is null)
        {
            _findings.Wrong(Door, ticket?.At, $"{name} is cancelled, and nobody cancelled it");
        }
        else if (item.Status == "completed" && ticket?.Cancelled == System.Net.HttpStatusCode.OK)
        {
            _findings.Doubled(Door, ticket.At, $"{name} is completed after its cancel was answered 200");
        }
        else if (item.Status == "completed" && ticket is { Digest: null, Cancelled: null })
        {
            _findings.Lost(Door, ticket.At, $"{name} is completed and its client has no result");
        }
    }

    private async Task LookCloserAsync(long id)
    {
        var at = _byId.GetValueOrDefault(id)?.At;
        if (await _work.FindAsync(id) is not { } details)
        {
            _findings.Lost(Door, at, $"ticket {id} is in the list of all work, and not found");
            return;
        }

        if (details.Item.Status is "failed" or "timedout")
        {
            _findings.Wrong(Door, at, $"ticket {id} {details.Item.Status}: {details.Error}");
        }

        foreach (var doubt in details.Doubts().Concat(DoubtsOfRuns(details)))
        {
            _findings.Doubled(Door, at, $"ticket {id}: {doubt}");
        }
    }

    /// <summary>A lease is one run, each run has a lease, and the run that completed the ticket came to its end.</summary>
    private IEnumerable<string> DoubtsOfRuns(WorkDetails details)
    {
        var lines = _runs[details.Item.Id].ToList();
        foreach (var run in lines.Where(line => line.What != "twice").GroupBy(line => (line.What, line.Lease)))
        {
            if (run.Count() > 1)
            {
                yield return $"lease {run.Key.Lease} has {run.Count()} lines '{run.Key.What}'";
            }

            if (run.Key.Lease > details.Item.LeaseNumber)
            {
                yield return $"a run wrote '{run.Key.What}' under lease {run.Key.Lease}, and the newest is {details.Item.LeaseNumber}";
            }
        }

        if (lines.Count > 0 && details.Item.Status == "completed" && !lines.Contains(new("end", details.Item.Id, details.Item.LeaseNumber)))
        {
            yield return $"its run under lease {details.Item.LeaseNumber} completed it and wrote no end";
        }
    }

    private async Task FetchAgainAsync(TicketRecord ticket)
    {
        var answer = await _client.SendAsync(new Call(Door, HttpMethod.Get, ticket.ResultPath));
        if (!answer.IsOk || !SHA256.HashData(answer.Body).AsSpan().SequenceEqual(ticket.Digest))
        {
            _findings.Wrong(Door, ticket.At, $"{ticket}: fetched again, its result is another: {(int)answer.Status}, {answer.Body.Length} bytes");
        }
    }
}
