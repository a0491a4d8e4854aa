using System.Text.Json;

namespace Switchyard.Tasks.Lane;

/// <summary>What the lane's rows hold as JSON.</summary>
internal static class LaneJson
{
    public static string Write(TaskQueuePolicy policy) => JsonSerializer.Serialize(policy);

    /// <summary>Members that an older release did not write have their defaults.</summary>
    public static TaskQueuePolicy ReadPolicy(string json) => JsonSerializer.Deserialize<TaskQueuePolicy>(json)!;

    /// <summary>Null when there are none.</summary>
    public static string? Write(IReadOnlyList<string> tags) => tags.Count == 0 ? null : JsonSerializer.Serialize(tags);

    public static IReadOnlyList<string> ReadTags(string? json) => json is null ? [] : JsonSerializer.Deserialize<string[]>(json)!;
}
