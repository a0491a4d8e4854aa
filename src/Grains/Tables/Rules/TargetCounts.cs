namespace Switchyard.Tables.Rules;

/// <summary>Mapped and all targets of one table per task: what a transition needs when it does not touch the targets.</summary>
public sealed record TargetCounts(Coverage Cea, Coverage Cta, Coverage Cpa)
{
    public static TargetCounts Of(TargetTable targets) =>
        new(Of(targets, AnnotationTask.Cea), Of(targets, AnnotationTask.Cta), Of(targets, AnnotationTask.Cpa));

    /// <summary>The counts that <see cref="TableRowFacets.Of"/> put into a row.</summary>
    public static TargetCounts FromFacets(IReadOnlyDictionary<string, long> facets) =>
        new(
            new(facets.GetValueOrDefault(TableFacets.CeaMapped), facets.GetValueOrDefault(TableFacets.Cea)),
            new(facets.GetValueOrDefault(TableFacets.CtaMapped), facets.GetValueOrDefault(TableFacets.Cta)),
            new(facets.GetValueOrDefault(TableFacets.CpaMapped), facets.GetValueOrDefault(TableFacets.Cpa)));

    private static Coverage Of(TargetTable targets, AnnotationTask task) => new(targets.Mapped(task), targets.Total(task));
}
