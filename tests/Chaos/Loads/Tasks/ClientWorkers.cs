using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Client;
using Switchyard.Servers;

namespace Switchyard.Chaos.Loads.Tasks;

/// <summary>Workers that are made with the clients of the product, each of which knows one node alone and outlasts its deaths.</summary>
internal sealed class ClientWorkers : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly Process _python;

    private ClientWorkers(IHost host, Process python)
    {
        (_host, _python) = (host, python);
    }

    /// <param name="csharp">The queue of the worker in C#.</param>
    /// <param name="python">The queue of the one in Python.</param>
    public static async Task<ClientWorkers> StartAsync(Uri csharpNode, string csharp, Uri pythonNode, string python, TimeSpan lease)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSwitchyardClient(options => options.Address = csharpNode);
        builder.Services.AddSwitchyardWorker<Numbered, Numbered>(csharp, (task, _) => Task.FromResult(task.Payload), options =>
        {
            (options.Concurrency, options.Prefetch, options.Lease) = (8, 16, lease);
        });
        var host = builder.Build();
        await host.StartAsync();

        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "worker.py"), python, $"{lease.TotalSeconds}"])
        {
            RedirectStandardError = true,
        };
        start.Environment["SWITCHYARD_URL"] = pythonNode.ToString();
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        var process = Process.Start(start)!;

        // Read, so that it never waits for a full pipe.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return new(host, process);
    }

    /// <summary>Null while both are at work; else why not.</summary>
    public string? WhyEnded => _python.HasExited ? $"The worker in Python ended with {_python.ExitCode}." : null;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (!_python.HasExited)
        {
            Signal.Send(_python.Id, Signal.Terminate);
            await _python.WaitForExitAsync();
        }

        _python.Dispose();
    }

    private sealed record Numbered(long N);
}
