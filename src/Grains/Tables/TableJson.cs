using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Tables;

/// <summary>How the door's records are written as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(AuditRecord))]
internal sealed partial class TableJson : JsonSerializerContext;
