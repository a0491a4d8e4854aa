using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Work;

namespace Switchyard.Downloads.Rules;

/// <summary>What a build keeps in its work item's body.</summary>
internal sealed record DownloadBody : IWorkBody<DownloadBody>
{
    public int ClfId { get; init; }

    /// <summary>The application's database knows that it failed.</summary>
    public bool IsSettled { get; init; }

    static JsonTypeInfo<DownloadBody> IWorkBody<DownloadBody>.Json => DownloadBodyJson.Default.DownloadBody;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(DownloadBody))]
internal sealed partial class DownloadBodyJson : JsonSerializerContext;
