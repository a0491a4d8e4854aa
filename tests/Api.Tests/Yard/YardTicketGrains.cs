using System.Text;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Tickets;
using Switchyard.Work;

namespace Switchyard.Yard;

[GrainType(TicketNames.Kind)]
public sealed class YardTicketGrain(YardState yard, TimeProvider time) : Grain, ITicketGrain
{
    private YardTicket? Ticket => yard.Tickets.All.GetValueOrDefault(this.GetPrimaryKeyLong());

    public Task<bool> SubmitAsync(TicketSubmission submission)
    {
        var id = this.GetPrimaryKeyLong();
        return Task.FromResult(yard.Tickets.All.TryAdd(id, new YardTicket(id, submission)));
    }

    public Task<TicketView?> LookAsync(byte[] tokenHash) => Task.FromResult(
        Ticket is { } ticket && ticket.Submission.TokenHash.AsSpan().SequenceEqual(tokenHash)
            ? new TicketView(ticket.View, ticket.Submission.Service, ticket.Error, ticket.ResultBlob, ticket.ResultLength)
            : null);

    public Task FetchedAsync()
    {
        Ticket?.CountFetched();
        return Task.CompletedTask;
    }

    public Task<RunView?> GetRunAsync() => Task.FromResult(Ticket?.Run);

    public Task<WorkItemView?> GetAsync() => Task.FromResult(Ticket?.View);

    public Task<ActOutcome> CancelAsync(string reason)
    {
        if (Ticket is not { } ticket)
        {
            return Task.FromResult(ActOutcome.Unknown);
        }

        var fails = ticket.CancelFailures.TryDequeue(out var planned);
        if (fails && !planned.TakesEffect)
        {
            throw planned.Failure;
        }

        if (ticket.Status.IsTerminal())
        {
            return Task.FromResult(ActOutcome.Conflict);
        }

        (ticket.Status, ticket.Error, ticket.FinishedAt) = (WorkStatus.Cancelled, reason, time.GetUtcNow());
        if (fails)
        {
            throw planned.Failure;
        }

        return Task.FromResult(ActOutcome.Accepted);
    }

    public Task<ActOutcome> ResetAsync() => Task.FromResult(ActOutcome.Conflict);

    public Task<string?> WhyNoResetAsync() => Task.FromResult<string?>(null);

    public Task<WaitingView?> WhyWaitingAsync() => Task.FromResult(Ticket?.Status == WorkStatus.Queued
        ? PlacementView.WhyWaits(yard.Tickets.Placements.GetValueOrDefault(this.GetPrimaryKeyLong()))
        : null);

    public Task<ActOutcome> ExpireAsync() => Task.FromResult(ActOutcome.Conflict);

    public Task<RunOrder?> StartAsync(string source, TimeSpan lease) => Task.FromResult<RunOrder?>(null);

    public Task<ActOutcome> EndAsync(long leaseNumber, RunResult result) => Task.FromResult(ActOutcome.Stale);

    public Task<ActOutcome> ReleaseAsync(long leaseNumber, string reason, ReleaseCause cause) => Task.FromResult(ActOutcome.Stale);
}

/// <summary>Judges an archive by its first word: "bomb" is one.</summary>
public sealed class YardUploadsGrain(YardState yard) : Grain, IUploadsGrain
{
    public Task<long> ReserveIdAsync() => Task.FromResult(yard.Tickets.NextId());

    public Task<UploadCheck> CheckAsync(string archive, long maxUnpackedBytes, int maxEntries) => Task.FromResult(
        Encoding.UTF8.GetString(yard.Blobs[archive]).Split(' ')[0] switch
        {
            "rubbish" => new UploadCheck(UploadOutcome.NotAnArchive, "It is no tar."),
            "bomb" => new UploadCheck(UploadOutcome.Bomb, "It unpacks to very much."),
            "many" => new UploadCheck(UploadOutcome.TooManyEntries, $"More than {maxEntries} members."),
            "large" => new UploadCheck(UploadOutcome.TooLarge, $"More than {maxUnpackedBytes} bytes."),
            _ => new UploadCheck(UploadOutcome.Ok),
        });
}

public sealed class YardServicesGrain : Grain, IServicesGrain
{
    private static readonly ServiceDefinition Everything = new(YardTickets.Service, "Takes <all>", YardTickets.Interface);

    public Task<IReadOnlyList<ServiceDefinition>> ListAsync() => Task.FromResult<IReadOnlyList<ServiceDefinition>>([Everything]);

    public Task<ServiceDefinition?> FindAsync(string name) => Task.FromResult(name == Everything.Name ? Everything : null);
}

public sealed class YardVolumesGrain(YardState yard) : Grain, IVolumesGrain
{
    public async Task<BlobInfo?> ToMetaImageAsync(string archive, string member)
    {
        if (!yard.Tickets.Volumes.TryGetValue(member, out var image))
        {
            return null;
        }

        if (yard.Tickets.Conversions.TryGetValue(member, out var began))
        {
            await began();
        }

        var id = Guid.NewGuid().ToString("N");
        yard.Blobs[id] = image;
        return new BlobInfo(id, image.Length);
    }
}
