using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Work;

namespace Switchyard.Tickets.Rules;

/// <summary>What a ticket keeps in its work item's body.</summary>
internal sealed record TicketBody : IWorkBody<TicketBody>
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

    static JsonTypeInfo<TicketBody> IWorkBody<TicketBody>.Json => TicketBodyJson.Default.TicketBody;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(TicketBody))]
internal sealed partial class TicketBodyJson : JsonSerializerContext;
