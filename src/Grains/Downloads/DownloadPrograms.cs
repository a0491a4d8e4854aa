using Switchyard.Compute.Programs;
using Switchyard.Downloads.Exports;

namespace Switchyard.Downloads;

/// <summary>The door's services that run in processes of their own.</summary>
public static class DownloadPrograms
{
    public static IReadOnlyList<(IServiceProgram Program, string Description)> All { get; } =
    [
        (new ExportProgram(), "Builds the archive of a classifier and its texts"),
    ];
}
