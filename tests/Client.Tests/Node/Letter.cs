using System.Text.Json.Serialization;

namespace Switchyard.Client.Node;

public sealed record Letter(string To, int Pages);

public sealed record Receipt(string From, int Pages);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Letter))]
[JsonSerializable(typeof(Receipt))]
internal sealed partial class LetterJson : JsonSerializerContext;
