using System.Text.Json;

namespace Switchyard.Jobs.Validation;

/// <summary>Where in a request a value stands: "body", "jobs", 0, "target".</summary>
internal sealed class Place
{
    private readonly Place? _parent;
    private readonly string? _name;
    private readonly int _index;

    private Place(Place? parent, string? name, int index) => (_parent, _name, _index) = (parent, name, index);

    public static Place Body { get; } = new(null, "body", 0);

    public static Place Query { get; } = new(null, "query", 0);

    public static Place Header { get; } = new(null, "header", 0);

    public static Place Path { get; } = new(null, "path", 0);

    public Place Member(string name) => new(this, name, 0);

    public Place Item(int index) => new(this, null, index);

    /// <summary>The parts' values, outermost first.</summary>
    public void Write(Utf8JsonWriter json)
    {
        _parent?.Write(json);
        if (_name is null)
        {
            json.WriteNumberValue(_index);
        }
        else
        {
            json.WriteStringValue(_name);
        }
    }

    public override string ToString() => $"{(_parent is null ? "" : $"{_parent}.")}{_name ?? $"{_index}"}";
}
