using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Switchyard.Servers;

/// <summary>A real Redis on a port of 127.0.0.1, which keeps nothing unless it is told to; it can be stopped and started again on the same port.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string ReadyLine = "Ready to accept connections";

    private readonly string[] _settings;
    private readonly int _port = FreePort.Take();
    private Process? _process;

    private RedisServer(string[] settings) => _settings = settings;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <param name="settings">Of its own, which win over ours.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = new RedisServer(settings);
        await server.UpAsync();
        return server;
    }

    public async Task UpAsync()
    {
        var port = _port.ToString(CultureInfo.InvariantCulture);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("redis-server", ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", .. _settings])
            {
                RedirectStandardOutput = true,
            },
            EnableRaisingEvents = true,
        };
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("redis-server ended before it was ready."));
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains(ReadyLine, StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        await ready.Task;
    }

    public async Task DownAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>As <c>redis-cli PUBLISH</c>.</summary>
    /// <returns>How many heard it.</returns>
    public async Task<int> PublishAsync(string channel, string message)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _port);
        await using var stream = client.GetStream();
        string[] words = ["PUBLISH", channel, message];
        await stream.WriteAsync(Encoding.UTF8.GetBytes(
            $"*{words.Length}\r\n" + string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"))));
        using var answer = new StreamReader(stream);
        return int.Parse((await answer.ReadLineAsync())!.AsSpan(1), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await DownAsync();
        }
    }
}
