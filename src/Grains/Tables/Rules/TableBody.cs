using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Tables.Rules;

/// <summary>
/// What a table keeps in its work item's body: everything about it but its targets and content, which are parts of their own
/// because they are large. Stored as JSON; members that a version does not know are skipped, those it misses are 0 or empty.
/// </summary>
public sealed record TableBody
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

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, TableBodyJson.Default.TableBody);

    /// <summary>Reads what any version of <see cref="Serialize"/> wrote; no bytes are an empty body.</summary>
    /// <exception cref="JsonException">The bytes are not such a body.</exception>
    public static TableBody Deserialize(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty
            ? new TableBody()
            : JsonSerializer.Deserialize(bytes, TableBodyJson.Default.TableBody) ?? throw new JsonException("A table's body is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(TableBody))]
internal sealed partial class TableBodyJson : JsonSerializerContext;
