namespace Switchyard.Tables;

public sealed class TableEvaluation
{
    public Task<IReadOnlyList<TaskEvaluation>?> EvaluateAsync(string c) => throw new NotSupportedException();
    public Task<IReadOnlyList<TaskAnalysis>?> AnalyseAsync(string c) => throw new NotSupportedException();
    public Task<GroundTruth?> ReadGroundTruthAsync(string c) => throw new NotSupportedException();
}
