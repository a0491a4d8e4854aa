using System.Text.Json.Serialization;
using Switchyard.Jobs.Workers;

namespace Switchyard.Jobs.Wire;

/// <summary>How the door's answers become JSON: camelCase, what is null is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(MessageJson))]
[JsonSerializable(typeof(DetailJson))]
[JsonSerializable(typeof(AdmissionJson[]))]
[JsonSerializable(typeof(JobJson))]
[JsonSerializable(typeof(TargetJson))]
[JsonSerializable(typeof(IReadOnlyList<ImportableDataset>))]
[JsonSerializable(typeof(MaintenanceJson))]
[JsonSerializable(typeof(HeldJobJson))]
[JsonSerializable(typeof(JobPageJson))]
[JsonSerializable(typeof(ClaimedJson))]
[JsonSerializable(typeof(MaintenanceRecordJson))]
[JsonSerializable(typeof(MaintenancePageJson))]
internal sealed partial class JobsJson : JsonSerializerContext;

internal sealed record MessageJson(string Message);

/// <summary>What the original's framework says by itself.</summary>
internal sealed record DetailJson(string Detail);
