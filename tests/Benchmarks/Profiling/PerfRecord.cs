using System.Diagnostics;

namespace Switchyard.Benchmarks.Profiling;

/// <summary>Samples of all processors by <c>perf</c>, with their stacks, while this object lives.</summary>
internal sealed class PerfRecord
{
    private readonly Process _perf;
    private readonly StreamWriter _control;
    private readonly StreamReader _answers;
    private readonly string _file;

    private PerfRecord(Process perf, StreamWriter control, StreamReader answers, string file) =>
        (_perf, _control, _answers, _file) = (perf, control, answers, file);

    /// <param name="file">Where perf keeps its samples.</param>
    /// <exception cref="InvalidOperationException">perf is not there, or the kernel forbids it; the message says what to do.</exception>
    public static async Task<PerfRecord> StartAsync(string file)
    {
        var (control, answers) = (file + ".control", file + ".answers");
        await RunAsync("mkfifo", control, answers);

        // Opened for both ways: neither side waits for the other one.
        var writer = new StreamWriter(new FileStream(control, FileMode.Open, FileAccess.ReadWrite)) { AutoFlush = true };
        var reader = new StreamReader(new FileStream(answers, FileMode.Open, FileAccess.ReadWrite));
        var perf = Process.Start(new ProcessStartInfo(
            "perf", ["record", "--quiet", "-a", "-g", "-F", "499", "-o", file, "-D", "-1", $"--control=fifo:{control},{answers}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var record = new PerfRecord(perf, writer, reader, file);
        await record.AskAsync("enable");
        return record;
    }

    /// <summary>Looks no more; what comes now is not in it.</summary>
    public Task PauseAsync() => AskAsync("disable");

    /// <summary>Ends it, and reads what was seen.</summary>
    public async Task<Stacks> StopAsync(IReadOnlyDictionary<int, string> whose)
    {
        await AskAsync("stop");
        await _perf.WaitForExitAsync();
        await _control.DisposeAsync();
        _answers.Dispose();
        File.Delete(_file + ".control");
        File.Delete(_file + ".answers");
        using var script = Process.Start(new ProcessStartInfo("perf", ["script", "-i", _file, "-F", "comm,pid,ip,sym,dso"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = script.StandardError.ReadToEndAsync();
        var stacks = await Stacks.ReadAsync(script.StandardOutput, whose);
        await errors;
        return stacks;
    }

    private async Task AskAsync(string command)
    {
        await _control.WriteLineAsync(command);
        var ended = _perf.WaitForExitAsync();
        if (await Task.WhenAny(_answers.ReadLineAsync(), ended) == ended)
        {
            throw new InvalidOperationException(
                $"perf ended: {await _perf.StandardError.ReadToEndAsync()}"
                + "It needs to be root, or kernel.perf_event_paranoid to be -1 (sysctl).");
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
