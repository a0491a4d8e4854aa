using System.Diagnostics;
using Switchyard.Acceptance.Samples;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Jobs;

/// <summary>One of the sample workers, run as its readers run it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];

    private WorkerProcess(Process process) => _process = process;

    private string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public static Task<WorkerProcess> PythonAsync(Uri node, params IEnumerable<string> operations) =>
        Task.FromResult(Start("python3", ["samples/jobs/worker.py", node.ToString(), .. operations]));

    public static async Task<WorkerProcess> DotNetAsync(Uri node, params IEnumerable<string> operations) =>
        Start("dotnet", [.. await SampleProgram.BuiltAsync("samples/jobs/worker.cs"), node.ToString(), .. operations]);

    /// <summary>Waits until it has written a line that contains this.</summary>
    public Task SaysAsync(string part) =>
        Eventually.AskAsync(() => Task.FromResult(Output), output => output.Contains(part, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static WorkerProcess Start(string program, IEnumerable<string> arguments)
    {
        var start = SampleProgram.Of(program, arguments);
        start.Environment["SWITCHYARD_LEASE"] = "3";
        var worker = new WorkerProcess(new Process { StartInfo = start });
        worker.Run();
        return worker;
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }
}
