using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Compute;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Runs;
using Switchyard.Work;

namespace Switchyard.Tickets;

/// <summary>The tickets door's grains on a real node, with the sources and services that a test wants.</summary>
/// <param name="connectionString">Of an empty PostgreSQL database; null: SQLite.</param>
internal sealed class TicketsRig(string? connectionString) : NodeRig(connectionString)
{
    public ServicesOptions Services { get; init; } = new();

    public ComputeOptions Compute { get; init; } = new() { Sources = [new() { Name = "0", Slots = 2 }] };

    public TicketsOptions Tickets { get; init; } = new();

    public async Task<TicketsRig> UpAsync()
    {
        await StartAsync();
        return this;
    }

    public static byte[] HashOf(long id) => SHA256.HashData(Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture)));

    public async Task<string> UploadAsync(byte[] archive)
    {
        using var content = new MemoryStream(archive);
        return (await Blobs.WriteAsync(content, archive.Length, Cancellation)).Id;
    }

    public async Task<TicketSubmission> SubmissionAsync(long id, string service, byte[] archive) =>
        new(service, HashOf(id), await UploadAsync(archive), "192.0.2.7");

    /// <summary>A ticket of an upload that is taken.</summary>
    public async Task<long> SubmitAsync(string service, byte[] archive)
    {
        var id = await Grains.GetUploads().ReserveIdAsync();
        var submission = await SubmissionAsync(id, service, archive);
        var check = await Grains.GetUploads().CheckAsync(submission.Archive, Tickets.MaxUnpackedBytes, Tickets.MaxEntries);
        Assert.Equal(new UploadCheck(UploadOutcome.Ok), check with { Length = null, TicketId = null });
        Assert.True(await Grains.GetTicket(id).SubmitAsync(submission));
        return id;
    }

    public Task<long> SubmitAsync(string service, string inputs) =>
        SubmitAsync(service, Tars.Gzip(Tars.MakeFiles(("main.json", $$"""{"inputs":{{inputs}}}"""))));

    public async Task<TicketView> LookAsync(long id) => (await Grains.GetTicket(id).LookAsync(HashOf(id)))!;

    public async Task<TicketView> EndOfAsync(long id)
    {
        TicketView ticket = null!;
        await ComputeRig.EventuallyAsync(async () => (ticket = await LookAsync(id)).Item.Status.IsTerminal());
        return ticket;
    }

    public async Task<TicketView> ResultOfAsync(long id)
    {
        var ticket = await EndOfAsync(id);
        Assert.Equal((WorkStatus.Completed, null), (ticket.Item.Status, ticket.Error));
        return ticket;
    }

    /// <summary>Waits for what a run says.</summary>
    public Task SaysAsync(long id, string words) => ComputeRig.EventuallyAsync(async () =>
        (await Grains.GetTicket(id).GetRunAsync())?.Log?.Contains(words, StringComparison.Ordinal) == true);

    public async Task<Stream> OpenAsync(string blob) =>
        await Blobs.OpenAsync(blob, Cancellation) ?? throw new InvalidOperationException("There is no such blob.");

    public void AssertNothingRuns()
    {
        Assert.Empty(Directory.EnumerateDirectories(Runs));
        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(Runs));
    }

    protected override void Configure(IServiceCollection services)
    {
        services.AddSingleton(Services);
        services.AddSingleton(Compute);
        services.AddSingleton(Tickets);
    }
}
