using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Switchyard.Chaos.Clients;

/// <summary>What a node said in the end.</summary>
/// <param name="Times">How often the request may have reached a node. From 2 on, an answer may be to a repetition.</param>
internal sealed record Answer(HttpStatusCode Status, byte[] Body, int Times)
{
    public bool IsOk => Status == HttpStatusCode.OK;

    public bool IsRepeated => Times > 1;

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonNode Json => JsonNode.Parse(Body) ?? throw new InvalidDataException("The body is null.");
}
