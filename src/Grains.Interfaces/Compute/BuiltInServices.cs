namespace Switchyard.Compute;

/// <summary>The names of the services that every node has. No configured service may have one of them.</summary>
public static class BuiltInServices
{
    public const string FloatComputation = "FloatComputation";

    public const string Dummy = "Dummy";

    public const string Threshold = "Threshold";

    public const string Dataset = "dataset";

    public const string Bm25 = "bm25";

    public const string Sparse = "sparse";

    public static IReadOnlyList<string> All { get; } = [FloatComputation, Dummy, Threshold, Dataset, Bm25, Sparse];
}
