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
        using var process = new Process
        {
            StartInfo = new(program, ["-L"]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return [];
        }

        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(either.Token);
            var list = GpuList.Parse(await process.StandardOutput.ReadToEndAsync(either.Token));
            var words = string.Join("; ", list.Others.Concat((await errors).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0 || words.Length > 0)
            {
                LogFailing(log, process.ExitCode, list.Devices.Count, Short(words));
            }

            return list.Devices;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            LogSilent(log, Patience);
            return [];
        }
    }

    private static string Short(string words)
    {
        var plain = string.Concat(words.Select(sign => char.IsControl(sign) ? ' ' : sign));
        return plain.Length <= MostWords ? plain : plain[..MostWords] + "...";
    }

    [LoggerMessage(1, LogLevel.Warning, "nvidia-smi did not answer within {Patience}: no GPU is used")]
    private static partial void LogSilent(ILogger log, TimeSpan patience);

    [LoggerMessage(2, LogLevel.Warning, "nvidia-smi ended with {ExitCode} and lists {Count} devices, which are used; it says: {Words}")]
    private static partial void LogFailing(ILogger log, int exitCode, int count, string words);
}
