using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

/// <summary>What a job keeps in its work item's body.</summary>
internal sealed record JobBody : IWorkBody<JobBody>
{
    private static readonly JobParameters NoParameters = new(default, "");
    private static readonly JobUser Nobody = new("", "", "");

    // The generated deserialiser writes null where the JSON has nothing.
    private readonly JobParameters? parameters;
    private readonly JobUser? createdBy;
    private readonly IReadOnlyList<JobLogEntry>? log;

    public JobParameters Parameters
    {
        get => parameters ?? NoParameters;
        init => parameters = value;
    }

    public JobUser CreatedBy
    {
        get => createdBy ?? Nobody;
        init => createdBy = value;
    }

    /// <summary>Goes with the status of the row: <see cref="JobRows.StageOf"/>.</summary>
    public JobStatus Stage { get; init; }

    /// <summary>Ascending in time; kept by <see cref="JobLog"/>.</summary>
    public IReadOnlyList<JobLogEntry> Log
    {
        get => log ?? [];
        init => log = value;
    }

    /// <summary>How many lines the log has lost from its middle, ever.</summary>
    public int LinesLeftOut { get; init; }

    /// <summary>Where in <see cref="Log"/> the line is that says so; only when there are some.</summary>
    public int LeftOutAt { get; init; }

    /// <summary>Of the <see cref="Admission"/> that made the job.</summary>
    public string? Token { get; init; }

    /// <summary>Of the <see cref="Admission"/>: <see cref="IdempotencyKeys.AskedOf"/>.</summary>
    public string? Asked { get; init; }

    static JsonTypeInfo<JobBody> IWorkBody<JobBody>.Json => JobStateJson.Default.JobBody;
}

/// <summary>How the door's state is written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(JobParameters))]
[JsonSerializable(typeof(TargetView))]
internal sealed partial class JobStateJson : JsonSerializerContext;
