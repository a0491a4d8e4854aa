using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Switchyard.Compute.Isolation;

/// <summary>
/// Where this node makes control groups, one for each run: what a run starts is in its group, whatever it does to hide, and is
/// killed with it. Needs version 2 with <c>cgroup.kill</c> (Linux 5.14); limits are version 2's or, on machines with both,
/// version 1's.
/// </summary>
public sealed class CgroupTree
{
    private const string OwnLeaf = "switchyard-node";

    private readonly string _unified;
    private readonly string? _memory;
    private readonly string? _pids;

    private CgroupTree(string unified, string? memory, string? pids, bool hasLimits)
    {
        (_unified, _memory, _pids, HasLimits) = (unified, memory, pids, hasLimits);
    }

    /// <summary>Whether memory and processes can be limited.</summary>
    public bool HasLimits { get; }

    /// <summary>Looks what there is, and tries it.</summary>
    /// <param name="wantsLimits">Limits are needed: on version 2 the node moves itself to a group beside those of the runs for them.</param>
    /// <param name="why">Why there is nothing, or there are no limits; null when there is all.</param>
    public static CgroupTree? Find(bool wantsLimits, out string? why)
    {
        if (!OperatingSystem.IsLinux())
        {
            why = "control groups are of Linux";
            return null;
        }

        try
        {
            return Find(CgroupMounts.OfThisProcess(), wantsLimits, out why);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            why = exception.Message;
            return null;
        }
    }

    /// <summary>Makes the group of a run.</summary>
    /// <param name="memoryBytes">The most resident memory of all its processes; null: no limit.</param>
    /// <param name="processes">The most processes and threads; null: no limit.</param>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public RunCgroup Create(string name, long? memoryBytes, int? processes)
    {
        var group = new RunCgroup([.. new[] { _unified, _memory, _pids }.OfType<string>().Distinct().Select(parent => Path.Combine(parent, name))]);
        try
        {
            foreach (var directory in group.Directories)
            {
                Directory.CreateDirectory(directory);
            }

            if (HasLimits)
            {
                Limit(group, memoryBytes, processes);
            }

            return group;
        }
        catch
        {
            group.Remove();
            throw;
        }
    }

    internal static void Write(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(Encoding.ASCII.GetBytes(text));
    }

    private static CgroupTree? Find(CgroupMounts mounts, bool wantsLimits, out string? why)
    {
        if (mounts.Unified is not { } unified)
        {
            why = "there is no cgroup version 2";
            return null;
        }

        var controllers = File.ReadAllText(Path.Combine(unified, "cgroup.controllers")).Split(' ', '\n');
        var isUnified = controllers.Contains("memory") && controllers.Contains("pids");
        var hasLimits = isUnified
            ? wantsLimits && Enable(unified)
            : wantsLimits && mounts.Memory is not null && mounts.Pids is not null;
        var tree = isUnified || !hasLimits
            ? new CgroupTree(unified, null, null, hasLimits)
            : new CgroupTree(unified, mounts.Memory, mounts.Pids, hasLimits);
        var probe = tree.Create($"switchyard-probe-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}", hasLimits ? 1L << 30 : null, hasLimits ? 100 : null);
        var canKill = File.Exists(probe.KillFile);
        probe.Remove();
        why = !canKill ? "the kernel has no cgroup.kill" : wantsLimits && !hasLimits ? "memory and pids cannot be limited there" : null;
        return canKill ? tree : null;
    }

    /// <summary>
    /// In version 2 a group with limits for its children has no processes itself. Where the node is alone in its group, as in a
    /// service of systemd with Delegate=yes, it goes to one below; where it is not, the group is not its own to change.
    /// </summary>
    private static bool Enable(string unified)
    {
        var control = Path.Combine(unified, "cgroup.subtree_control");
        if (File.ReadAllText(control).Split(' ', '\n') is var enabled && enabled.Contains("memory") && enabled.Contains("pids"))
        {
            return true;
        }

        var self = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        if (File.ReadAllLines(Path.Combine(unified, "cgroup.procs")) is not [var only] || only != self)
        {
            return false;
        }

        var leaf = Path.Combine(unified, OwnLeaf);
        Directory.CreateDirectory(leaf);
        Write(Path.Combine(leaf, "cgroup.procs"), self);
        Write(control, "+memory +pids");
        return true;
    }

    private void Limit(RunCgroup group, long? memoryBytes, int? processes)
    {
        if (memoryBytes is { } bytes)
        {
            var text = bytes.ToString(CultureInfo.InvariantCulture);
            if (_memory is null)
            {
                Write(Path.Combine(group.Directories[0], "memory.max"), text);
                WriteWhereThere(Path.Combine(group.Directories[0], "memory.swap.max"), "0");
                Write(Path.Combine(group.Directories[0], "memory.oom.group"), "1");
            }
            else
            {
                Write(Path.Combine(group.Directories[1], "memory.limit_in_bytes"), text);
                WriteWhereThere(Path.Combine(group.Directories[1], "memory.memsw.limit_in_bytes"), text);
            }
        }

        if (processes is { } count)
        {
            Write(Path.Combine(group.Directories[^1], "pids.max"), count.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A kernel without accounting of swap has no such file.</summary>
    private static void WriteWhereThere(string file, string text)
    {
        if (File.Exists(file))
        {
            Write(file, text);
        }
    }
}
