using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Yard;

namespace Switchyard.Tickets;

/// <summary>Clients of the classic protocol that do not wait for their volumes.</summary>
public sealed class ClassicLeaversTests(YardCluster cluster) : TicketsTest(cluster)
{
    /// <summary>Larger than what lies on the way to a client.</summary>
    private const int VolumeLength = 64 * 1024 * 1024;

    protected override (string Key, string Value)[] Settings =>
    [
        ("Tickets:Classic:Service", YardSource.Service),
        ("Services:0:Name", YardSource.Service),
        ("Services:0:Command:0", "true"),
    ];

    [Theory]
    [InlineData("conversion")]
    [InlineData("transfer")]
    public async Task A_client_that_leaves_in_the_middle_leaves_no_converted_volume(string middle)
    {
        var member = $"left-in-{middle}.nii";
        var (ticket, requestId) = await AddTicketAsync(member);
        var image = await Yard.Blobs.AddAsync(new byte[VolumeLength]);
        var mayGoOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var converts = Yard.Faults.On<IVolumesGrain>(
            nameof(IVolumesGrain.ToMetaImageAsync),
            call => call.Argument<string>(1) == member,
            async call =>
            {
                await mayGoOn.Task;
                call.Answer = new BlobInfo(image, VolumeLength);
            });
        var blobs = new WatchedBlobs(Yard.Grains);
        var leave = new SeenLeave();
        await using var front = await FrontEnd.StartAsync(
            Yard, services => services.AddSingleton<IBlobStore>(blobs).AddSingleton<IStartupFilter>(leave), Settings);

        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", front.Client.BaseAddress!.Port, Cancelled);
            var stream = client.GetStream();
            await AskAsync(stream, requestId);
            await converts.Began.WaitAsync(Cancelled);
            if (middle == "transfer")
            {
                mayGoOn.SetResult();
                await stream.ReadExactlyAsync(new byte[1024 * 1024], Cancelled);
            }

            client.LingerState = new LingerOption(true, 0);
        }

        await leave.Seen.Task.WaitAsync(Cancelled);
        mayGoOn.TrySetResult();
        Assert.Contains(await blobs.Deleted.Task.WaitAsync(Cancelled), blobs.Opened);
        Assert.False(await Yard.Blobs.ExistsAsync(image));
        Assert.Equal(0, ticket.Fetched);
    }

    private async Task<(YardTicket Ticket, string RequestId)> AddTicketAsync(string member)
    {
        var token = NewToken();
        using var archive = new MemoryStream();
        await using (var packed = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(packed))
        {
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream([1]) }, Cancelled);
        }

        var ticket = await Tickets.AddAsync(token, archive.ToArray());
        return (ticket, $"{ticket.Id}-{token}");
    }

    private static ValueTask AskAsync(NetworkStream stream, string requestId)
    {
        var form = $"request_id={requestId}";
        return stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                "POST /responses HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + $"Content-Length: {form.Length}\r\n\r\n{form}"),
            Cancelled);
    }

    /// <summary>The front end's own, which says what it removed.</summary>
    private sealed class WatchedBlobs(IGrainFactory grains) : IBlobStore
    {
        private readonly GrainBlobStore _store = new(grains, Patience.Calls);

        public ConcurrentBag<string> Opened { get; } = [];

        public TaskCompletionSource<string> Deleted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<BlobInfo> WriteAsync(Stream content, long maxLength, CancellationToken cancellationToken) =>
            _store.WriteAsync(content, maxLength, cancellationToken);

        public Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken)
        {
            Opened.Add(id);
            return _store.OpenAsync(id, cancellationToken);
        }

        public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
        {
            var existed = await _store.DeleteAsync(id, cancellationToken);
            Deleted.TrySetResult(id);
            return existed;
        }
    }

    /// <summary>Says when the server knows that its client left, or its answer ended for it.</summary>
    private sealed class SeenLeave : IStartupFilter
    {
        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, rest) =>
            {
                await using var left = context.RequestAborted.UnsafeRegister(_ => Seen.TrySetResult(), null);
                try
                {
                    await rest(context);
                }
                finally
                {
                    Seen.TrySetResult();
                }
            });
            next(app);
        };
    }
}
