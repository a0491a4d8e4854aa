using Switchyard.Hosting;

namespace Switchyard.Tasks.Lane;

/// <summary>The lane's tables: the same in name and meaning in both databases.</summary>
internal static class LaneSchema
{
    public static DoorSchema Tables { get; } = new("Switchyard.Tasks.Lane.Migrations", "tasks") { IsPerDatabase = true };
}
