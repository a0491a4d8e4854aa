using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Reads over the tables of a campaign. A stateless worker; the key is the campaign's name.</summary>
[Alias("switchyard.tables.reports-grain")]
public interface ITableReportsGrain : IGrainWithStringKey
{
    /// <summary>The id of a table, or null.</summary>
    [Alias("find"), Repeatable]
    Task<long?> FindAsync(string table);

    /// <summary>
    /// Another table whose name looks the same and is other characters (another normal form of Unicode); null when there is none.
    /// Nodes of 0.1 do not know it.
    /// </summary>
    [Alias("find-alike"), Repeatable]
    Task<string?> FindAlikeAsync(string table);

    /// <summary>Progress numbers. Their cost does not depend on the number of tables.</summary>
    [Alias("statistics"), Repeatable]
    Task<CampaignStatistics> GetStatisticsAsync();

    /// <summary>Per task, the tables that lack mappings, at most <paramref name="limit"/> each.</summary>
    [Alias("missing"), Repeatable, ResponseTimeout("00:05:00")]
    Task<IReadOnlyList<MissingMappings>> GetMissingMappingsAsync(int limit);

    /// <summary>Adds audit records, all or none.</summary>
    [Alias("add-audit"), ResponseTimeout("00:05:00")]
    Task AddAuditAsync(IReadOnlyList<AuditRecord> records);

    /// <summary>Sums of solved counts per task, step and method.</summary>
    [Alias("audit-sums"), Repeatable]
    Task<IReadOnlyList<AuditSum>> GetAuditSumsAsync();

    /// <summary>Compares the mappings with the solution files; null when there is no solution directory.</summary>
    [Alias("evaluation"), Repeatable, ResponseTimeout("00:30:00")]
    Task<IReadOnlyList<TaskEvaluation>?> GetEvaluationAsync();

    /// <summary>Candidate statistics of the stored checkpoints; null when there is no solution directory.</summary>
    [Alias("analysis"), Repeatable, ResponseTimeout("00:30:00")]
    Task<IReadOnlyList<TaskAnalysis>?> GetAnalysisAsync();

    /// <summary>The right answers for a table from the gt directory; null when there is no gt directory.</summary>
    [Alias("ground-truth"), Repeatable, ResponseTimeout("00:05:00")]
    Task<GroundTruth?> GetGroundTruthAsync(string table);
}

/// <summary>Whole numbers over a campaign; see the fields of the original's getStats.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tables.statistics")]
public sealed record CampaignStatistics
{
    [Id(0)] public long Tables { get; init; }

    /// <summary>Tables not returned: waiting or out.</summary>
    [Id(1)] public long Unfinished { get; init; }

    /// <summary>Tables out under a lease.</summary>
    [Id(2)] public long Running { get; init; }

    /// <summary>Results of returned tables: counts assignments, as the original does.</summary>
    [Id(3)] public long Results { get; init; }

    /// <summary>Errors of returned tables, likewise.</summary>
    [Id(4)] public long Errors { get; init; }

    /// <summary>Tables that could not be read.</summary>
    [Id(5)] public long Unreadable { get; init; }

    /// <summary>Mean time from request to result; null when there is none.</summary>
    [Id(6)] public TimeSpan? MeanResultTime { get; init; }

    [Id(7)] public TimeSpan? MeanErrorTime { get; init; }

    /// <summary>Mean result time x unfinished / clients of the last 15 minutes; null when there is no mean or nothing left.</summary>
    [Id(8)] public TimeSpan? Remaining { get; init; }

    /// <summary>Clients seen within the last minute, 15 minutes, hour and day.</summary>
    [Id(9)] public required ClientCounts Clients { get; init; }

    [Id(10)] public required Coverage Cea { get; init; }

    [Id(11)] public required Coverage Cta { get; init; }

    [Id(12)] public required Coverage Cpa { get; init; }

    /// <summary>Whether any raw result is kept, ever.</summary>
    [Id(13)] public bool HasResults { get; init; }

    [Id(14)] public bool HasErrors { get; init; }

    /// <summary>Whether the input directory has a solution directory.</summary>
    [Id(15)] public bool HasEvaluation { get; init; }

    /// <summary>Tables that were there once and are removed: since their time was over, or by an operator. No other number counts them.</summary>
    [Id(16)] public long Removed { get; init; }
}

[GenerateSerializer, Immutable, Alias("switchyard.tables.client-counts")]
public sealed record ClientCounts(
    [property: Id(0)] long Minute,
    [property: Id(1)] long Quarter,
    [property: Id(2)] long Hour,
    [property: Id(3)] long Day);

[GenerateSerializer, Immutable, Alias("switchyard.tables.coverage")]
public sealed record Coverage([property: Id(0)] long Mapped, [property: Id(1)] long Total);

/// <param name="All">Names of tables that have a result but no mapping for the task.</param>
/// <param name="Part">Tables with some but not all targets mapped, most missing first.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.missing")]
public sealed record MissingMappings(
    [property: Id(0)] AnnotationTask Task,
    [property: Id(1)] IReadOnlyList<string> All,
    [property: Id(2)] IReadOnlyList<PartlyMapped> Part);

[GenerateSerializer, Immutable, Alias("switchyard.tables.partly-mapped")]
public sealed record PartlyMapped(
    [property: Id(0)] string Table,
    [property: Id(1)] long Total,
    [property: Id(2)] long Done);

/// <param name="Remaining">JSON text.</param>
[GenerateSerializer, Immutable, Alias("switchyard.tables.audit-record")]
public sealed record AuditRecord(
    [property: Id(0)] string Approach,
    [property: Id(1)] string Table,
    [property: Id(2)] string Task,
    [property: Id(3)] string Step,
    [property: Id(4)] string Method,
    [property: Id(5)] long Solved,
    [property: Id(6)] long RemainingCount,
    [property: Id(7)] string Remaining,
    [property: Id(8)] string Timestamp);

[GenerateSerializer, Immutable, Alias("switchyard.tables.audit-sum")]
public sealed record AuditSum(
    [property: Id(0)] string Task,
    [property: Id(1)] string Step,
    [property: Id(2)] string Method,
    [property: Id(3)] long Solved);

[GenerateSerializer, Immutable, Alias("switchyard.tables.evaluation")]
public sealed record TaskEvaluation(
    [property: Id(0)] AnnotationTask Task,
    [property: Id(1)] long MissingSolutions,
    [property: Id(2)] long MissingSubmissions,
    [property: Id(3)] long SuperfluousMappings,
    [property: Id(4)] long MissingMappings,
    [property: Id(5)] long CorrectMappings,
    [property: Id(6)] long IncorrectMappings);

[GenerateSerializer, Immutable, Alias("switchyard.tables.task-analysis")]
public sealed record TaskAnalysis(
    [property: Id(0)] AnnotationTask Task,
    [property: Id(1)] IReadOnlyList<TableAnalysis> Tables,
    [property: Id(2)] IReadOnlyDictionary<string, CandidateCounts> Sum);

[GenerateSerializer, Immutable, Alias("switchyard.tables.table-analysis")]
public sealed record TableAnalysis(
    [property: Id(0)] string Table,
    [property: Id(1)] IReadOnlyDictionary<string, CandidateCounts> Labels);

[GenerateSerializer, Immutable, Alias("switchyard.tables.candidate-counts")]
public sealed record CandidateCounts(
    [property: Id(0)] long Missing,
    [property: Id(1)] long Correct,
    [property: Id(2)] long Incorrect,
    [property: Id(3)] long Total);

/// <summary>The right answers of one table; a task without a gt file is null.</summary>
[GenerateSerializer, Immutable, Alias("switchyard.tables.ground-truth")]
public sealed record GroundTruth(
    [property: Id(0)] IReadOnlyList<Annotation>? Cea,
    [property: Id(1)] IReadOnlyList<Annotation>? Cta,
    [property: Id(2)] IReadOnlyList<Annotation>? Cpa);
