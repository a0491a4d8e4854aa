using System.Text.Json;

namespace Switchyard.Hosting;

/// <summary>Writes the names of enum members in lower case: the words of the operator API ("timedout").</summary>
internal sealed class LowerCase : JsonNamingPolicy
{
    public static LowerCase Policy { get; } = new();

    public override string ConvertName(string name) => name.ToLowerInvariant();
}
