using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Switchyard.Servers;

namespace Switchyard.Client.Node;

/// <summary>A worker in a process of its own. Its handlers take as long as the payload says, in milliseconds.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<long> _begun = Channel.CreateUnbounded<long>();

    public WorkerProcess(Uri node, string queue, int concurrency, double lease)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Switchyard.ClientWorker.dll");
        string[] arguments = [program, node.ToString(), queue, concurrency.ToString(CultureInfo.InvariantCulture), lease.ToString(CultureInfo.InvariantCulture)];
        _process = new() { StartInfo = new("dotnet", arguments) { RedirectStandardOutput = true } };
        _process.OutputDataReceived += (_, line) =>
        {
            if (long.TryParse(line.Data, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                _begun.Writer.TryWrite(id);
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
    }

    /// <summary>What its results say.</summary>
    public string Name => _process.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>The next task that it begins.</summary>
    public ValueTask<long> BeginsAsync(CancellationToken cancellationToken) => _begun.Reader.ReadAsync(cancellationToken);

    /// <summary>As a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        Signal.Send(_process.Id, Signal.Kill);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>As it should end (SIGTERM); answers the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        Signal.Send(_process.Id, Signal.Terminate);
        await _process.WaitForExitAsync(CancellationToken.None);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}
