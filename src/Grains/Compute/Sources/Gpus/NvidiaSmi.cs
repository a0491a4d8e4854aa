using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Switchyard.Compute.Sources.Gpus;

/// <summary>NVIDIA's own tool, asked for the devices of this machine.</summary>
/// <param name="program">Its name or path.</param>
internal sealed partial class NvidiaSmi(TimeProvider time, ILogger log, string program = "nvidia-smi")
{
    private const int MostWords = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Those that it lists, also when it fails: one broken GPU does not take the others away. None without the tool. What is
    /// wrong is said in the log, in its words.
    /// </summary>
    public async Task<IReadOnlyList<GpuDevice>> ListAsync(CancellationToken cancellationToken)
    {
        if (await RunAsync(["-L"], cancellationToken) is not { } listed)
        {
            return [];
        }

        var list = GpuList.Parse(listed.Printed);
        var words = string.Join("; ", list.Others.Concat(listed.Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
        if (listed.ExitCode != 0 || words.Length > 0)
        {
            LogFailing(log, listed.ExitCode, list.Devices.Count, Short(words));
        }

        return list.Devices.Any(device => device.Slice is null)
            && await RunAsync(["--query-gpu=uuid,memory.total", "--format=csv,noheader,nounits"], cancellationToken) is { } sizes
                ? GpuMemory.Of(list.Devices, sizes.Printed)
                : list.Devices;
    }

    /// <summary>Null: there is no such tool, or it was silent, which is said in the log.</summary>
    private async Task<Output?> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            var printed = await process.StandardOutput.ReadToEndAsync(either.Token);
            var said = await errors;
            await process.WaitForExitAsync(either.Token);
            return new(process.ExitCode, printed, said);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            LogSilent(log, arguments[0], Patience);
            return null;
        }
    }

    private static string Short(string words)
    {
        var plain = string.Concat(words.Select(sign => char.IsControl(sign) ? ' ' : sign));
        return plain.Length <= MostWords ? plain : plain[..MostWords] + "...";
    }

    private sealed record Output(int ExitCode, string Printed, string Errors);

    [LoggerMessage(3018, LogLevel.Warning, "nvidia-smi {Argument} did not answer within {Patience}: what it did not say is not known, and a GPU that it did not list is not used")]
    private static partial void LogSilent(ILogger log, string argument, TimeSpan patience);

    [LoggerMessage(3019, LogLevel.Warning, "nvidia-smi ended with {ExitCode} and lists {Count} devices, which are used; it says: {Words}")]
    private static partial void LogFailing(ILogger log, int exitCode, int count, string words);
}
