using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Work;

namespace Switchyard.Tables.Rules;

/// <summary>
/// What a table keeps in its work item's body: everything about it but its targets and content, which are parts of their own
/// because they are large.
/// </summary>
public sealed record TableBody : IWorkBody<TableBody>
{
    private readonly IReadOnlyList<Assignment>? assignments;

    /// <summary>In the order they were first made; at most <see cref="Rules.Assignments.Limit"/>.</summary>
    public IReadOnlyList<Assignment> Assignments
    {
        // The generated deserialiser writes null where the JSON has nothing.
        get => assignments ?? [];
        init => assignments = value;
    }

    /// <summary>Why the table's file cannot be read; null when it can.</summary>
    public string? Unreadable { get; init; }

    /// <summary>Columns of the content, at least 1; 0 when there is none.</summary>
    public int Columns { get; init; }

    /// <summary>How often the table was handed out, renewals included.</summary>
    public long Assigned { get; init; }

    /// <summary>Assignments answered with a result, ever: also those that the list has lost.</summary>
    public long Results { get; init; }

    /// <summary>Assignments answered with an error, with or without a result, ever.</summary>
    public long Errors { get; init; }

    /// <summary>Milliseconds from request to answer, summed over <see cref="Results"/>.</summary>
    public long ResultMs { get; init; }

    /// <summary>Milliseconds from request to answer, summed over <see cref="Errors"/>.</summary>
    public long ErrorMs { get; init; }

    static JsonTypeInfo<TableBody> IWorkBody<TableBody>.Json => TableBodyJson.Default.TableBody;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(TableBody))]
internal sealed partial class TableBodyJson : JsonSerializerContext;
