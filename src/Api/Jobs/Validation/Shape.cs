using System.Text;
using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Jobs.Validation;

/// <summary>Which members a JSON object may have. Each goes by its name in camelCase, or in snake_case.</summary>
/// <param name="forbidsOthers">Whether a member of another name is a violation; else it is passed over.</param>
/// <param name="names">In camelCase, in the order in which violations are told.</param>
internal sealed class Shape(bool forbidsOthers, params string[] names)
{
    private readonly (string Name, byte[] Utf8, string Snake, byte[] SnakeUtf8)[] _members =
        [.. names.Select(name => (name, Encoding.UTF8.GetBytes(name), Snake(name), Encoding.UTF8.GetBytes(Snake(name))))];

    /// <summary>The object's members; null when the value is no object, which is noted.</summary>
    public Members? Open(JsonElement value, Place place, Violations found)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            found.Add("model_attributes_type", place, "Input should be a valid dictionary or object to extract fields from", value);
            return null;
        }

        var values = new JsonElement[_members.Length];
        JsonElement[]? bySnake = null;
        List<JsonProperty>? others = null;
        foreach (var property in value.EnumerateObject())
        {
            var (index, snake) = Find(property);
            if (index < 0)
            {
                (others ??= []).Add(property);
            }
            else if (snake)
            {
                (bySnake ??= new JsonElement[_members.Length])[index] = property.Value;
            }
            else
            {
                values[index] = property.Value;
            }
        }

        return new Members(this, value, place, found, values, bySnake, others);
    }

    /// <summary>Whether a member that is none of these is a violation.</summary>
    public bool ForbidsOthers { get; } = forbidsOthers;

    public int IndexOf(string name) => Array.FindIndex(_members, member => member.Name == name);

    public string SnakeOf(int index) => _members[index].Snake;

    private (int Index, bool Snake) Find(JsonProperty property)
    {
        for (var index = 0; index < _members.Length; index++)
        {
            if (SoundText.IsName(property, _members[index].Utf8))
            {
                return (index, false);
            }

            if (SoundText.IsName(property, _members[index].SnakeUtf8))
            {
                return (index, true);
            }
        }

        return (-1, false);
    }

    private static string Snake(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
