namespace Switchyard.Work.Audit;

/// <summary>Which acts are asked for. All conditions must hold; null means any.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.work.audit-filter")]
public sealed record AuditFilter
{
    [Id(0)] public string? Who { get; init; }

    [Id(1)] public string? Act { get; init; }

    [Id(2)] public long? Item { get; init; }

    [Id(3)] public string? Queue { get; init; }

    /// <summary>The oldest first, instead of the newest.</summary>
    [Id(4)] public bool Ascending { get; init; }
}
