using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;

namespace Switchyard.Chaos.Loads.Tickets;

/// <summary>One client: makes a ticket, sometimes cancels it, polls it to its end, fetches the result.</summary>
internal sealed partial class TicketWorker(LoadContext context, ClusterClient client, int seed, FindingList findings)
{
    public const string Door = "tickets";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly Random _random = new(seed);

    /// <returns>What became of it; null when there is no ticket, which is found.</returns>
    public async Task<TicketRecord?> WorkAsync(long number)
    {
        var work = new TicketWork(number, _random.Next(10) == 0 ? SecondsOfScript() : null);
        var answer = await client.SendAsync(work.Request());
        var told = Told().Match(answer.Text);
        if (!answer.IsOk || !told.Success)
        {
            findings.Wrong(Door, context.Time.GetTimestamp(), $"a request was answered {(int)answer.Status} {answer.Text}");
            return null;
        }

        var ticket = new TicketRecord(
            long.Parse(told.Groups[1].ValueSpan, CultureInfo.InvariantCulture), told.Groups[2].Value, work, context.Time.GetTimestamp());
        if (_random.Next(work.IsScript ? 4 : 50) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(800)), context.Time);
            await CancelAsync(ticket);
        }

        if (await EndAsync(ticket))
        {
            await FetchAsync(ticket);
        }

        return ticket;
    }

    private double SecondsOfScript() =>
        _random.Next(50) == 0 ? context.LeaseTime.TotalSeconds * 1.5 : 0.1 + (_random.NextDouble() * 1.9);

    private async Task CancelAsync(TicketRecord ticket)
    {
        var answer = await client.SendAsync(new Call(Door, HttpMethod.Post, $"/api/v1/work/{ticket.Id}/cancel"));
        ticket.Cancelled = answer.Status;
        switch (answer.Status)
        {
            case HttpStatusCode.NotFound:
                findings.Lost(Door, ticket.At, $"{ticket} is not known when it is cancelled");
                break;
            case not (HttpStatusCode.OK or HttpStatusCode.Conflict):
                findings.Wrong(Door, ticket.At, $"{ticket}: a cancel is answered {(int)answer.Status} {answer.Text}");
                break;
        }
    }

    /// <returns>Whether it has a result.</returns>
    private async Task<bool> EndAsync(TicketRecord ticket)
    {
        var poll = new Poll(context.Time, LongestPause);
        while (true)
        {
            var answer = await client.SendAsync(new Call(Door, HttpMethod.Get, ticket.StatusPath));
            switch (answer.Text)
            {
                case "Task has been finished!" when ticket.Cancelled != HttpStatusCode.OK:
                    return true;
                case "Task has been finished!":
                    findings.Doubled(Door, ticket.At, $"{ticket} was cancelled, and completed");
                    return true;
                case "Errors occurred":
                    // Why one failed that nobody cancelled, the check tells.
                    return false;
                case "Task has not been started!" or "Task has been started!" when ticket.Cancelled is null:
                    await poll.PauseAsync();
                    break;
                case "Task has not been started!" or "Task has been started!":
                    findings.Wrong(Door, ticket.At, $"{ticket}: {answer.Text} after its cancel was answered {(int)ticket.Cancelled}");
                    ticket.Cancelled = null;
                    break;
                default:
                    findings.Lost(Door, ticket.At, $"{ticket}: its status is answered {(int)answer.Status} {answer.Text}");
                    return false;
            }
        }
    }

    private async Task FetchAsync(TicketRecord ticket)
    {
        var answer = await client.SendAsync(new Call(Door, HttpMethod.Get, ticket.ResultPath));
        if (!answer.IsOk || !ticket.Work.IsResult(answer.Body))
        {
            findings.Wrong(Door, ticket.At, $"{ticket}: its result is {(int)answer.Status}, {answer.Body.Length} bytes {answer.Text[..Math.Min(answer.Text.Length, 60)]}");
            return;
        }

        ticket.Digest = SHA256.HashData(answer.Body);
    }

    [GeneratedRegex("^Ask for ID: ([0-9]+) with token: ([A-Za-z0-9_-]{22,})$")]
    private static partial Regex Told();
}
