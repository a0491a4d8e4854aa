using Switchyard.Hosting;

namespace Switchyard.Compute;

/// <summary>A disk that is as full as a test wants it.</summary>
public sealed class RigDisk : INodeDisk
{
    private long _free = long.MaxValue;

    public IReadOnlyList<string> Places => ["/rig"];

    public long Needed { get; init; } = 64 << 10;

    public bool IsFull
    {
        set => Interlocked.Exchange(ref _free, value ? 0 : long.MaxValue);
    }

    public long? Free(string place) => Interlocked.Read(ref _free);

    public string? WhyNotWritable() => null;
}
