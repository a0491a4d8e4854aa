using System.Globalization;

namespace Switchyard.Compute.Isolation;

/// <summary>The control group of one run.</summary>
/// <param name="directories">That of version 2, and those of version 1 that limit.</param>
public sealed class RunCgroup(IReadOnlyList<string> directories)
{
    public IReadOnlyList<string> Directories => directories;

    /// <summary>What a process writes 0 to, each of them, to be in the group with all that it starts.</summary>
    public IEnumerable<string> JoinFiles => directories.Select(directory => Path.Combine(directory, "cgroup.procs"));

    /// <summary>A 1 in it kills all processes of the group at once, those too that are born meanwhile.</summary>
    public string KillFile => Path.Combine(directories[0], "cgroup.kill");

    /// <summary>The processes in it, in the groups below it as well; zombies are none.</summary>
    public IReadOnlyList<int> FindProcesses()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(directories[0], "*", SearchOption.AllDirectories).Prepend(directories[0])
                .SelectMany(directory => File.ReadAllLines(Path.Combine(directory, "cgroup.procs")))
                .Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Whether a process is in it.</summary>
    public bool IsPopulated()
    {
        try
        {
            return File.ReadAllText(Path.Combine(directories[0], "cgroup.events")).Contains("populated 1", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Kill()
    {
        try
        {
            CgroupTree.Write(KillFile, "1");
        }
        catch (IOException)
        {
            // It is gone.
        }
    }

    /// <summary>Whether a process was killed since the memory of the group was used up.</summary>
    public bool RanOutOfMemory() => directories
        .SelectMany(directory => new[] { Path.Combine(directory, "memory.events"), Path.Combine(directory, "memory.oom_control") })
        .Where(File.Exists)
        .SelectMany(File.ReadLines)
        .Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));

    /// <summary>Removes the group, and those below it. What is not empty stays.</summary>
    public void Remove()
    {
        foreach (var directory in directories.Where(Directory.Exists))
        {
            try
            {
                foreach (var below in Directory.GetDirectories(directory, "*", SearchOption.AllDirectories).OrderByDescending(path => path.Length).Append(directory))
                {
                    Directory.Delete(below);
                }
            }
            catch (IOException)
            {
                // The kernel is a moment late, or a process does not go. An empty group costs nothing.
            }
        }
    }
}
