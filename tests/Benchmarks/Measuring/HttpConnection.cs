using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Switchyard.Benchmarks.Measuring;

/// <summary>
/// One HTTP/1.1 connection that is kept open, for one caller. It costs a fifth of what HttpClient does: the load shares the
/// cores with what it measures.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string _host;
    private byte[] _buffer = new byte[16 * 1024];

    private HttpConnection(Uri root) => _host = root.Authority;

    public static async Task<HttpConnection> OpenAsync(Uri root)
    {
        var connection = new HttpConnection(root);
        await connection._socket.ConnectAsync(IPAddress.Parse(root.Host), root.Port);
        return connection;
    }

    /// <summary>Sends a request and reads its whole answer.</summary>
    /// <returns>The body; valid until the next request.</returns>
    /// <exception cref="InvalidOperationException">The answer is not 200.</exception>
    public Task<ReadOnlyMemory<byte>> SendAsync(string method, string path, string? json = null) => json is null
        ? SendAsync(method, path, Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {_host}\r\n\r\n"))
        : SendAsync(method, path, "application/json", Encoding.UTF8.GetBytes(json));

    /// <param name="headers">Lines with their ends.</param>
    /// <inheritdoc cref="SendAsync(string, string, string?)"/>
    public Task<ReadOnlyMemory<byte>> SendAsync(string method, string path, string type, ReadOnlySpan<byte> body, string headers = "")
    {
        var head = $"{method} {path} HTTP/1.1\r\nHost: {_host}\r\nContent-Type: {type}\r\n{headers}Content-Length: {body.Length}\r\n\r\n";
        return SendAsync(method, path, [.. Encoding.UTF8.GetBytes(head), .. body]);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<ReadOnlyMemory<byte>> SendAsync(string method, string path, byte[] request)
    {
        await _socket.SendAsync(request);
        var received = 0;
        while (true)
        {
            if (received == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var count = await _socket.ReceiveAsync(_buffer.AsMemory(received));
            received += count;
            if (count == 0)
            {
                throw new InvalidOperationException($"{method} {path}: the node closed the connection.");
            }

            if (Body(_buffer.AsMemory(0, received)) is { } body)
            {
                return _buffer.AsSpan(0, received).StartsWith("HTTP/1.1 200"u8)
                    ? body
                    : throw new InvalidOperationException($"{method} {path}: {Encoding.UTF8.GetString(_buffer, 0, Math.Min(received, 500))}");
            }
        }
    }

    /// <summary>What follows the headers, once all of it is there. A chunked body comes with its chunk sizes.</summary>
    private static ReadOnlyMemory<byte>? Body(ReadOnlyMemory<byte> answer)
    {
        var end = answer.Span.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var head = answer.Span[..end];
        var body = answer[(end + 4)..];
        var length = head.IndexOf("Content-Length: "u8);
        if (length < 0)
        {
            return body.Span.EndsWith("0\r\n\r\n"u8) ? body : default(ReadOnlyMemory<byte>?);
        }

        var digits = head[(length + "Content-Length: ".Length)..];
        digits = digits.IndexOf((byte)'\r') is var stop and >= 0 ? digits[..stop] : digits;
        return body.Length == int.Parse(digits, CultureInfo.InvariantCulture) ? body : default(ReadOnlyMemory<byte>?);
    }
}
