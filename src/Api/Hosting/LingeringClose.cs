using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Switchyard.Hosting;

/// <summary>
/// Lets a client read why the server itself refuses what it sends (a request line or a header that is none): a connection that is
/// closed while its client sends is reset, and the answer with it. After such an answer what still comes is read and forgotten,
/// until the client closes, is silent for half a second, or has had 2 s or 64 MiB. What the front end refuses is <see cref="UnreadBodies"/>'.
/// </summary>
internal sealed class LingeringClose(ConnectionDelegate next, TimeProvider time)
{
    public const long MostBytes = 64 * 1024 * 1024;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(2);

    public static TimeSpan Silence { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For all ports.</summary>
    public static void Use(KestrelServerOptions kestrel)
    {
        RefusedConnection.Watch(kestrel.ApplicationServices);
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            var time = endpoint.ApplicationServices.GetRequiredService<TimeProvider>();
            endpoint.Use(next => new LingeringClose(next, time).ServeAsync);
        });
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        var (transport, refused) = (connection.Transport, new RefusedConnection());
        connection.Features.Set(refused);
        connection.Transport = new HeldPipe(transport, refused);
        try
        {
            await next(connection);
            if (refused.Is)
            {
                await DrainAsync(connection, transport.Input);
            }
        }
        finally
        {
            connection.Transport = transport;
        }
    }

    private async Task DrainAsync(ConnectionContext connection, PipeReader input)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var silence = new CancellationTokenSource(Silence, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(
            patience.Token,
            silence.Token,
            connection.ConnectionClosed,
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None);
        try
        {
            for (var read = 0L; read < MostBytes;)
            {
                var came = await input.ReadAsync(any.Token);
                read += came.Buffer.Length;
                input.AdvanceTo(came.Buffer.End);
                if (came.IsCompleted || came.IsCanceled)
                {
                    return;
                }

                silence.CancelAfter(Silence);
            }
        }
        catch (Exception left) when (left is OperationCanceledException or IOException or InvalidOperationException)
        {
            // Too slow, gone, or left in the middle of a read: it is closed as it is.
        }
    }
}
