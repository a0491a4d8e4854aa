using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Tickets.Rules;

/// <summary>
/// What a ticket keeps in its work item's body. Stored as JSON; members that a version does not know are skipped, those it
/// misses are 0 or empty.
/// </summary>
internal sealed record TicketBody
{
    // The generated deserialiser writes null where the JSON has nothing.
    private readonly byte[]? tokenHash;

    /// <summary>SHA-256 of the token; empty is nobody's.</summary>
    public byte[] TokenHash
    {
        get => tokenHash ?? [];
        init => tokenHash = value;
    }

    /// <summary>The blob of the upload.</summary>
    public string? Archive { get; init; }

    /// <summary>The blob of the newest run's result; null when there is none, or none any more.</summary>
    public string? Result { get; init; }

    /// <summary>Its bytes.</summary>
    public long ResultLength { get; init; }

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, TicketsJson.Default.TicketBody);

    /// <summary>Reads what any version of <see cref="Serialize"/> wrote; no bytes are an empty body.</summary>
    /// <exception cref="JsonException">The bytes are not such a body.</exception>
    public static TicketBody Deserialize(ReadOnlySpan<byte> bytes) => bytes.IsEmpty
        ? new TicketBody()
        : JsonSerializer.Deserialize(bytes, TicketsJson.Default.TicketBody) ?? throw new JsonException("A ticket's body is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(TicketBody))]
internal sealed partial class TicketsJson : JsonSerializerContext;
