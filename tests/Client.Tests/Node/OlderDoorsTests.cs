using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using Switchyard.Client.Jobs;
using Switchyard.Client.Tickets;
using Switchyard.Servers;

namespace Switchyard.Client.Node;

/// <summary>Jobs and Tickets by their own small clients.</summary>
public sealed class OlderDoorsTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private JobsClient Jobs => node.Client.Jobs;

    private TicketsClient Tickets => node.Client.Tickets;

    [Fact]
    public async Task A_job_is_claimed_reported_and_completed_under_its_lease()
    {
        var made = await node.Process.Http.PostAsJsonAsync("/jobs", new { jobs = new[] { new { operation = "ADD", target = "CLIENT_ONE" } } }, _cancellation);
        made.EnsureSuccessStatusCode();

        var claimed = await Jobs.ClaimAsync("hand", ["ADD"], lease: TimeSpan.FromSeconds(30), wait: TimeSpan.FromSeconds(20), cancellationToken: _cancellation);
        var job = Assert.Single(claimed.Items);
        Assert.Equal(("ADD", "CLIENT_ONE", "hand"), (job.Operation, job.Target, job.Worker));

        var renewed = await Jobs.RenewAsync(job, TimeSpan.FromMinutes(1), status: "validating", log: "looks good", cancellationToken: _cancellation);
        Assert.Equal((JobOutcome.Ok, "validating"), (renewed.Outcome, renewed.Job!.Status));
        Assert.Equal(new(JobOutcome.Stale), await Jobs.CompleteAsync(job with { LeaseNumber = job.LeaseNumber + 1 }, cancellationToken: _cancellation));
        Assert.Equal(new(JobOutcome.Unknown), await Jobs.CompleteAsync(job with { JobId = "4000000000000" }, cancellationToken: _cancellation));
        Assert.Equal(JobOutcome.Ok, (await Jobs.CompleteAsync(job, "done", _cancellation)).Outcome);
        Assert.Equal("completed", (await Jobs.CompleteAsync(job, cancellationToken: _cancellation)).Job!.Status);
    }

    [Fact]
    public async Task A_ticket_is_uploaded_polled_and_fetched()
    {
        using var archive = new MemoryStream(TarGz.Pack(CompressionLevel.Fastest, ("main.json", Encoding.UTF8.GetBytes("""{"inputs":{"f1":0.5,"f2":0.5,"op":"add"}}"""))));
        var ticket = await Tickets.UploadAsync("FloatComputation", archive, cancellationToken: _cancellation);

        var done = await Tickets.WaitAsync(ticket.Id, ticket.Token, TimeSpan.FromMilliseconds(50), _cancellation);
        Assert.Null(done!.Error);
        Assert.Equal(("completed", "FloatComputation"), (done.Status, done.Service));
        using var result = new MemoryStream();
        Assert.True(await Tickets.DownloadAsync(ticket.Id, ticket.Token, result, _cancellation));

        result.Position = 0;
        await using var tar = new TarReader(new GZipStream(result, CompressionMode.Decompress));
        var entry = await tar.GetNextEntryAsync(cancellationToken: _cancellation);
        Assert.Equal("0.5 + 0.5 = 1.0", await new StreamReader(entry!.DataStream!).ReadToEndAsync(_cancellation));

        Assert.Null(await Tickets.GetAsync(ticket.Id, "another token", _cancellation));
        Assert.False(await Tickets.CancelAsync(ticket.Id, ticket.Token, _cancellation));
    }
}
