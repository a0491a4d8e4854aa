using Switchyard.Compute.Programs;
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
}
