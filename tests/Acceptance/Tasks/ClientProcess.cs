using System.Diagnostics;
using Switchyard.Acceptance.Samples;
using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Tasks;

/// <summary>A program that talks to a node: the Python client's, or a script's. It runs in the root of the repository.</summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private ClientProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>What it wrote so far, errors among it.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Starts Python with the client at hand.</summary>
    /// <param name="file">Below <c>tests/Acceptance/Tasks/python</c>, or a path from the root.</param>
    public static ClientProcess Python(Uri node, string file, params IEnumerable<string> arguments) =>
        Start(node, "python3", [file.Contains('/', StringComparison.Ordinal) ? file : $"tests/Acceptance/Tasks/python/{file}", .. arguments]);

    public static ClientProcess Start(Uri node, string program, IEnumerable<string> arguments)
    {
        var start = SampleProgram.Of(program, arguments);
        start.Environment["SWITCHYARD_URL"] = node.ToString();
        start.Environment["SWITCHYARD_LEASE"] = "3";
        start.Environment["PYTHONPATH"] = Project.PathOf("clients/python");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["PYTHONUTF8"] = "1";
        var client = new ClientProcess(new Process { StartInfo = start });
        client.Run();
        return client;
    }

    /// <summary>Waits until it has written a line that contains this.</summary>
    public Task<IReadOnlyList<string>> SaysAsync(string part) => Eventually.AskAsync(
        () => Task.FromResult(Lines), lines => lines.Any(line => line.Contains(part, StringComparison.Ordinal)));

    /// <summary>Waits for its end, which must be a good one; answers what it wrote.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(_process.ExitCode == 0, $"It ended with {_process.ExitCode}.\n{string.Join('\n', Lines)}");
        return Lines;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
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
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
