using System.Security.Cryptography;
using System.Text;
using Switchyard.Compute;
using Switchyard.Tickets;
using Switchyard.Work;

namespace Switchyard.Yard;

/// <summary>Tickets that somebody made before.</summary>
public sealed class YardTickets(YardCluster yard)
{
    /// <param name="result">The blob of the result of one that completed.</param>
    /// <param name="error">Of one that failed.</param>
    public async Task<YardTicket> AddAsync(string token, WorkStatus status, string? result = null, long length = 0, string? error = null)
    {
        var id = await yard.Grains.GetUploads().ReserveIdAsync();
        var ticket = new YardTicket(id, yard.Grains.GetTicket(id), yard.Faults);
        var archive = await yard.Blobs.AddAsync("archive"u8.ToArray());
        Assert.True(await ticket.Grain.SubmitAsync(new(YardSource.Service, SHA256.HashData(Encoding.UTF8.GetBytes(token)), archive, "::1")));
        switch (status)
        {
            case WorkStatus.Running:
                await YardSource.StartAsync(ticket.Grain);
                break;
            case WorkStatus.Completed:
                await YardSource.RunAsync(
                    ticket.Grain, new RunResult { Outcome = RunOutcome.Completed, ResultBlob = result, ResultLength = length });
                break;
            case WorkStatus.Failed:
                await YardSource.RunAsync(ticket.Grain, new RunResult { Outcome = RunOutcome.Failed, Error = error });
                break;
            case WorkStatus.TimedOut:
                await YardSource.RunAsync(ticket.Grain, new RunResult { Outcome = RunOutcome.TimedOut });
                break;
            case WorkStatus.Cancelled:
                Assert.Equal(ActOutcome.Accepted, await ticket.Grain.CancelAsync(error ?? "cancelled"));
                break;
        }

        return ticket;
    }

    /// <summary>One that completed with these bytes as its result.</summary>
    public async Task<YardTicket> AddAsync(string token, byte[] result) =>
        await AddAsync(token, WorkStatus.Completed, await yard.Blobs.AddAsync(result), result.Length);
}

public sealed class YardTicket(long id, ITicketGrain grain, CallFaults faults)
{
    private readonly CallFault _fetched = faults.Watch<ITicketGrain>(nameof(ITicketGrain.FetchedAsync), call => call.Id == id);

    public long Id => id;

    public ITicketGrain Grain => grain;

    /// <summary>How often the result was told to be fetched.</summary>
    public int Fetched => _fetched.Calls.Count;

    public Task FetchedOnce => _fetched.Ended;

    public async Task<WorkItemView> GetAsync() => (await grain.GetAsync())!;
}
