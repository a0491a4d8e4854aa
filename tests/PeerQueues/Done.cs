namespace Switchyard.PeerQueues;

/// <summary>How many jobs were done in this process.</summary>
internal static class Done
{
    private static long _count;

    public static long Count => Interlocked.Read(ref _count);

    public static void Add() => Interlocked.Increment(ref _count);
}
