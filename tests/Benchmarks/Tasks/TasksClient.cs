using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Tasks;

/// <summary>A producer or a worker over one connection. It reads no more of an answer than it needs.</summary>
internal sealed class TasksClient : IDisposable
{
    private readonly HttpConnection _connection;
    private readonly ArrayBufferWriter<byte> _body = new(64 * 1024);

    private TasksClient(HttpConnection connection) => _connection = connection;

    public static async Task<TasksClient> OpenAsync(Uri root) => new(await HttpConnection.OpenAsync(root));

    /// <summary>An array of tasks, each with a payload of 260 bytes.</summary>
    public static byte[] Tasks(string queue, int count, string group = "")
    {
        var task = $$$"""{"queue":"{{{queue}}}","groupKey":"{{{group}}}","payload":{"text":"{{{new string('x', 249)}}}"}}""";
        return Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat(task, count)) + "]");
    }

    /// <summary>Stores tasks that <see cref="Tasks"/> made.</summary>
    public Task SubmitAsync(byte[] tasks) => _connection.SendAsync("POST", "/api/v1/tasks", "application/json", tasks);

    /// <summary>Claims up to so many and completes them; answers how many.</summary>
    public async Task<int> WorkAsync(string queue, int max)
    {
        var claimed = await ClaimAsync(queue, max);
        await CompleteAsync(claimed);
        return claimed.Count;
    }

    /// <summary>Claims up to so many: the id and the lease number of each.</summary>
    /// <param name="isPatient">Whether to wait for the first.</param>
    public async Task<IReadOnlyList<(long Id, long Lease)>> ClaimAsync(string queue, int max, bool isPatient = false)
    {
        var claim = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"worker":"bench","queues":["{{queue}}"],"max":{{max}}}"""));
        var headers = isPatient ? "Prefer: wait=20\r\n" : "";
        return Claimed((await _connection.SendAsync("POST", "/api/v1/tasks/claim", "application/json", claim, headers)).Span);
    }

    public async Task CompleteAsync(IReadOnlyList<(long Id, long Lease)> claimed)
    {
        if (claimed.Count > 0)
        {
            WriteCompletion(claimed);
            CheckAccepted((await _connection.SendAsync("POST", "/api/v1/tasks/complete", "application/json", _body.WrittenSpan)).Span, claimed.Count);
        }
    }

    public void Dispose() => _connection.Dispose();

    private static List<(long Id, long Lease)> Claimed(ReadOnlySpan<byte> answer)
    {
        var claimed = new List<(long Id, long Lease)>();
        var reader = new Utf8JsonReader(answer);
        long id = 0;
        while (reader.Read())
        {
            // Items are objects of an array of the answer's own object.
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 3)
            {
                continue;
            }

            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("leaseNumber"u8))
            {
                reader.Read();
                claimed.Add((id, reader.GetInt64()));
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return claimed;
    }

    private void WriteCompletion(IReadOnlyList<(long Id, long Lease)> claimed)
    {
        _body.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_body);
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var (id, lease) in claimed)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id"u8, id);
            writer.WriteNumber("leaseNumber"u8, lease);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void CheckAccepted(ReadOnlySpan<byte> answer, int expected)
    {
        var accepted = 0;
        for (var at = answer.IndexOf("\"ok\""u8); at >= 0; at = answer.IndexOf("\"ok\""u8))
        {
            accepted++;
            answer = answer[(at + 4)..];
        }

        if (accepted != expected)
        {
            throw new InvalidOperationException($"{accepted} of {expected} completions were accepted.");
        }
    }
}
