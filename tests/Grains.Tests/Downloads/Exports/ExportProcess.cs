using Switchyard.Compute;
using Switchyard.Compute.Programs;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;

namespace Switchyard.Downloads.Exports;

/// <summary>Runs the export as a node does: in a process of its own, started by its service.</summary>
internal static class ExportProcess
{
    private static readonly ProgramService Service = new(
        DownloadNames.ExportService,
        "",
        new ProgramCommand(["dotnet", Path.Combine(AppContext.BaseDirectory, "Switchyard.RunHost.dll"), ProgramCommand.Verb]),
        Isolations.None(),
        TimeProvider.System);

    /// <param name="environment">Of the process.</param>
    public static Task<ServiceOutcome> RunAsync(ExportRun run, RunLog? log = null, IReadOnlyDictionary<string, string>? environment = null) =>
        new ServiceRunner(TimeProvider.System).RunAsync(
            Service,
            run.Directory,
            log ?? new RunLog(),
            environment ?? new Dictionary<string, string>(),
            new Dictionary<string, SecretText> { [DownloadNames.ConnectionSecret] = new(run.ConnectionString) },
            TestContext.Current.CancellationToken);

    /// <summary>Ends its processes without a word, as a machine does that runs out of memory.</summary>
    public static void Kill(ExportRun run)
    {
        foreach (var process in LinuxProcess.FindAll().Where(process => process.WorksIn(run.Directory.FullName)))
        {
            process.Signal(LinuxProcess.Kill);
        }
    }
}
