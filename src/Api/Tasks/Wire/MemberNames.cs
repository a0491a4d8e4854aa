using System.Text;
using System.Text.Json;

namespace Switchyard.Tasks.Wire;

/// <summary>The names of an object's members. A member is known by its place among them.</summary>
internal sealed class MemberNames(params string[] names)
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    /// <returns>-1: it is none of them.</returns>
    public int IndexOf(ref Utf8JsonReader json)
    {
        for (var index = 0; index < _names.Length; index++)
        {
            if (json.ValueIsEscaped ? IsEscaped(ref json, _names[index]) : json.ValueSpan.SequenceEqual(_names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    public override string ToString() => string.Join(", ", names);

    private static bool IsEscaped(ref Utf8JsonReader json, byte[] name)
    {
        try
        {
            return json.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }
}
