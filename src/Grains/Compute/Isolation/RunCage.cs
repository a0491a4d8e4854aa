namespace Switchyard.Compute.Isolation;

/// <summary>What is around one run: who it is, what it may use, and what finds all of it. Disposed when nothing of the run is left.</summary>
public sealed class RunCage : IDisposable
{
    private readonly IDisposable? _lock;

    internal RunCage(IReadOnlyList<string> prefix, RunUser? user, IDisposable? held, RunCgroup? cgroup)
    {
        (Prefix, User, _lock, Cgroup) = (prefix, user, held, cgroup);
    }

    /// <summary>The programs that lead to the command, with their arguments.</summary>
    public IReadOnlyList<string> Prefix { get; }

    /// <summary>Null: the node's.</summary>
    public RunUser? User { get; }

    /// <summary>Null: its processes are found by their descent.</summary>
    public RunCgroup? Cgroup { get; }

    /// <summary>It has process numbers of its own.</summary>
    public bool HasProcessNamespace { get; init; }

    /// <summary>Its memory is limited by its group; else somebody has to look.</summary>
    public bool LimitsMemory { get; init; }

    public void Dispose()
    {
        Cgroup?.Remove();
        _lock?.Dispose();
    }
}

/// <summary>What a run is to have.</summary>
/// <param name="Directory">Its directory; all in it is made its own.</param>
/// <param name="Temporary">In its directory, for what lies in <c>/tmp</c> elsewhere.</param>
public sealed record CageOrder(string Directory, string Temporary)
{
    /// <summary>The entry of the list of users that the service names; null: none.</summary>
    public string? User { get; init; }

    public bool HasNetwork { get; init; }

    public long? MemoryBytes { get; init; }

    /// <summary>A program of the node's own: it is the node's user, and needs what the node needs.</summary>
    public bool IsTrusted { get; init; }
}
