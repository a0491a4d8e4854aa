using System.Diagnostics;
using System.Text.Json;

namespace Switchyard.Benchmarks.Peers;

/// <summary>Another queue, driven by a program of its own kind: it is sent a line for each workload, and answers one.</summary>
internal sealed class PeerProcess : IContestant
{
    private readonly Process _process;

    private PeerProcess(string name, bool hasBatches, Process process) => (Name, HasBatches, _process) = (name, hasBatches, process);

    public string Name { get; }

    public bool HasBatches { get; }

    public static PeerProcess Start(string name, bool hasBatches, string program, params string[] arguments) =>
        new(name, hasBatches, Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);

    public async Task<Rate> DoAsync(Workload workload)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(workload, JsonSerializerOptions.Web));
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() is { } answer
            ? JsonSerializer.Deserialize<Rate>(answer, JsonSerializerOptions.Web)
            : throw new InvalidOperationException($"{Name} ended; what it said is above.");
    }

    public async ValueTask DisposeAsync()
    {
        // Some keep threads that never end.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
