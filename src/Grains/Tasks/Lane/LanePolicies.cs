using System.Text.Json;

namespace Switchyard.Tasks.Lane;

/// <summary>How policies of queues are stored.</summary>
internal static class LanePolicies
{
    public static string Write(TaskQueuePolicy policy) => JsonSerializer.Serialize(policy);

    public static TaskQueuePolicy Read(string json) => JsonSerializer.Deserialize<TaskQueuePolicy>(json)!;
}
