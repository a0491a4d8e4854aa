namespace Switchyard.Compute.Scheduling;

internal static class SlotPools
{
    public static SlotPool[] All { get; } = Enum.GetValues<SlotPool>();

    public static int Count => All.Length;
}
