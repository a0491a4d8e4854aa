using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Switchyard.Servers;

namespace Switchyard.Telemetry;

/// <param name="Parent">"" for a root.</param>
/// <param name="Links">Traces that it links to.</param>
internal sealed record ReceivedSpan(string TraceId, string Id, string Parent, string Name, IReadOnlyList<string> Links);

/// <summary>Takes spans as a collector does (OTLP over HTTP, protobuf), and puts them into trees.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, ReceivedSpan> _spans = [];
    private readonly Task _loop;

    public OtlpReceiver()
    {
        Address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Take()}/");
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _loop = Task.Run(RunAsync);
    }

    public string Address { get; }

    /// <summary>For the process that is to send here.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_METRICS_EXPORTER"] = "none",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    public IReadOnlyList<ReceivedSpan> Of(string traceId) => [.. _spans.Values.Where(span => span.TraceId == traceId)];

    public IReadOnlyList<ReceivedSpan> All => [.. _spans.Values];

    public void Add(ReceivedSpan span) => _spans[span.Id] = span;

    /// <summary>A line for each span, below its parent and to the right of it.</summary>
    public string Tree(string traceId)
    {
        var spans = Of(traceId);
        var lines = new StringBuilder();
        foreach (var root in spans.Where(span => spans.All(other => other.Id != span.Parent)))
        {
            Write(root, 0);
        }

        return lines.ToString();

        void Write(ReceivedSpan span, int depth)
        {
            lines.Append(' ', depth * 2).AppendLine(span.Name);
            foreach (var child in spans.Where(other => other.Parent == span.Id))
            {
                Write(child, depth + 1);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Read(body.ToArray());
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    /// <summary>resource_spans (1) have scope_spans (2), which have spans (2).</summary>
    private void Read(byte[] request)
    {
        foreach (var resource in Fields(request, 1))
        {
            foreach (var scope in Fields(resource, 2))
            {
                foreach (var span in Fields(scope, 2))
                {
                    Add(new(Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).Single()), [.. Fields(span, 13).Select(link => Hex(link, 1))]));
                }
            }
        }
    }

    private static string Hex(byte[] message, int field) => Convert.ToHexStringLower(Fields(message, field).FirstOrDefault() ?? []);

    /// <summary>What a message has under a number, of those fields that have a length.</summary>
    private static List<byte[]> Fields(byte[] message, int wanted)
    {
        var found = new List<byte[]>();
        var place = 0;
        while (place < message.Length)
        {
            var key = Number();
            switch (key & 7)
            {
                case 0:
                    Number();
                    break;
                case 1:
                    place += 8;
                    break;
                case 5:
                    place += 4;
                    break;
                default:
                    var length = (int)Number();
                    if (key >> 3 == (ulong)wanted)
                    {
                        found.Add(message[place..(place + length)]);
                    }

                    place += length;
                    break;
            }
        }

        return found;

        ulong Number()
        {
            ulong number = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = message[place++];
                number |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80)
                {
                    return number;
                }
            }
        }
    }
}
