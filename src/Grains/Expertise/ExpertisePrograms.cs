using Switchyard.Compute;
using Switchyard.Expertise.Datasets;
using Switchyard.Expertise.Scoring;

namespace Switchyard.Expertise;

/// <summary>The door's services that run in processes of their own.</summary>
public static class ExpertisePrograms
{
    public static IReadOnlyList<(IServiceProgram Program, string Description)> All { get; } =
    [
        (new DatasetProgram(), "Builds the dataset of an expertise job"),
        (new Bm25Program(), "Scores a dataset by BM25"),
        (new SparseProgram(), "Picks the best of a model's scores"),
    ];

    /// <summary>What a process that was started for one run does; its exit code.</summary>
    public static Task<int> RunAsync(string service) => ProgramProcess.RunAsync(service, All.Select(known => known.Program));
}
