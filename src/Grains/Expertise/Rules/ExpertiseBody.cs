using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Work;

namespace Switchyard.Expertise.Rules;

/// <summary>What a job keeps in its work item's body.</summary>
internal sealed record ExpertiseBody : IWorkBody<ExpertiseBody>
{
    // The generated deserialiser writes null where the JSON has nothing.
    private readonly IReadOnlyList<string>? services;
    private readonly IReadOnlyList<StepResult>? results;
    private readonly IReadOnlyDictionary<string, string>? files;

    /// <summary>The services of its steps, in their order: the first builds the dataset.</summary>
    public IReadOnlyList<string> Services
    {
        get => services ?? [];
        init => services = value;
    }

    /// <summary>The step that it is at, or ended at, from 0.</summary>
    public int Step { get; init; }

    /// <summary>What its steps left, at most one of each.</summary>
    public IReadOnlyList<StepResult> Results
    {
        get => results ?? [];
        init => results = value;
    }

    /// <summary>Blobs that are files of each run, by name.</summary>
    public IReadOnlyDictionary<string, string> Files
    {
        get => files ?? new Dictionary<string, string>();
        init => files = value;
    }

    /// <summary>The submitter's token, encrypted; null when none is needed, or needed no longer.</summary>
    public byte[]? Token { get; init; }

    /// <summary>Whether its dataset came with the help of a token.</summary>
    public bool NeedsToken { get; init; }

    /// <summary>The job's own limit for each step.</summary>
    public long? TimeoutMilliseconds { get; init; }

    /// <summary>The last failure was for what the job was given.</summary>
    public bool IsDataError { get; init; }

    /// <summary>The scores were there and are deleted.</summary>
    public bool IsForgotten { get; init; }

    static JsonTypeInfo<ExpertiseBody> IWorkBody<ExpertiseBody>.Json => ExpertiseBodyJson.Default.ExpertiseBody;
}

/// <summary>What a step left.</summary>
/// <param name="LeaseNumber">Of the run that did it.</param>
/// <param name="EndedAt">Milliseconds since 1970.</param>
internal sealed record StepResult(int Step, long LeaseNumber, string? Blob, long EndedAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(ExpertiseBody))]
internal sealed partial class ExpertiseBodyJson : JsonSerializerContext;
