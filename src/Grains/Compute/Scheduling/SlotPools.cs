using System.Runtime.CompilerServices;

namespace Switchyard.Compute.Scheduling;

internal static class SlotPools
{
    public const int Count = 2;

    public static SlotPool[] All { get; } = [SlotPool.Compute, SlotPool.Network];
}

/// <summary>A value for each pool, in its owner's own memory: a placement looks at those of every source.</summary>
[InlineArray(SlotPools.Count)]
internal struct PerPool<T>
{
    private T _first;
}
