using System.Text.Json;

namespace Switchyard.Expertise.Submission;

/// <summary>An object of a request whose members are taken one by one; what is left then was not expected.</summary>
/// <param name="name">In messages: "entityA".</param>
internal sealed class NewestObject(string name, JsonElement value)
{
    private readonly OrderedDictionary<string, JsonElement> _left = new(
        value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))
            : throw Refuse($"{name} must be an object, got {PythonRepr.Of(value)}"),
        StringComparer.Ordinal);

    public string Name => name;

    public static ExpertiseRefusedException Refuse(string reason) => NewestStyle.Instance.BadRequest(reason);

    public bool Has(string member) => _left.ContainsKey(member);

    public JsonElement Require(string member) =>
        Take(member) ?? throw Refuse($"required field missing in {name}: {member}");

    /// <summary>Null when it is not there.</summary>
    public JsonElement? Take(string member) => _left.Remove(member, out var found) ? found : null;

    /// <summary>Null when it is not there, or null.</summary>
    public JsonElement? TakeValue(string member) => Take(member) is { ValueKind: not JsonValueKind.Null } found ? found : null;

    public void ExpectNoMore()
    {
        if (_left.Count > 0)
        {
            throw Refuse($"unexpected fields in {name}: {PythonRepr.List(_left.Keys)}");
        }
    }
}
