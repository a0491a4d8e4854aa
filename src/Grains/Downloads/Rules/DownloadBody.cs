using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Downloads.Rules;

/// <summary>What a build keeps in its work item's body. Stored as JSON; members that a version does not know are skipped.</summary>
internal sealed record DownloadBody
{
    public int ClfId { get; init; }

    /// <summary>The application's database knows that it failed.</summary>
    public bool IsSettled { get; init; }

    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(this, DownloadsJson.Default.DownloadBody);

    /// <summary>Reads what any version of <see cref="Serialize"/> wrote; no bytes are an empty body.</summary>
    /// <exception cref="JsonException">The bytes are not such a body.</exception>
    public static DownloadBody Deserialize(ReadOnlySpan<byte> bytes) => bytes.IsEmpty
        ? new DownloadBody()
        : JsonSerializer.Deserialize(bytes, DownloadsJson.Default.DownloadBody) ?? throw new JsonException("A build's body is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(DownloadBody))]
internal sealed partial class DownloadsJson : JsonSerializerContext;
