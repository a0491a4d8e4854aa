using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Client.Http;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class HttpJson : JsonSerializerContext;
