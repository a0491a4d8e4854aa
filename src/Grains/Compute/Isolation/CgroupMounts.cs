namespace Switchyard.Compute.Isolation;

/// <summary>Where the control groups of a process are: directories, null where there is none.</summary>
/// <param name="Unified">Version 2.</param>
/// <param name="Memory">Version 1, on machines that have both.</param>
/// <param name="Pids">Version 1, likewise.</param>
internal sealed record CgroupMounts(string? Unified, string? Memory, string? Pids)
{
    /// <summary>Of this process.</summary>
    public static CgroupMounts OfThisProcess() => Parse(File.ReadAllLines("/proc/self/mountinfo"), File.ReadAllLines("/proc/self/cgroup"));

    /// <param name="mounts">The lines of <c>mountinfo</c>.</param>
    /// <param name="groups">The lines of <c>cgroup</c>.</param>
    public static CgroupMounts Parse(IEnumerable<string> mounts, IEnumerable<string> groups)
    {
        var paths = groups.Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToList();
        string? unified = null, memory = null, pids = null;
        foreach (var line in mounts)
        {
            var halves = line.Split(" - ", 2);
            if (halves is not [var place, var kind] || place.Split(' ') is not [_, _, _, var root, var point, ..] || kind.Split(' ') is not [var type, _, var options])
            {
                continue;
            }

            if (type == "cgroup2")
            {
                unified ??= Find("");
            }
            else if (type == "cgroup")
            {
                memory ??= options.Split(',').Contains("memory") ? Find("memory") : null;
                pids ??= options.Split(',').Contains("pids") ? Find("pids") : null;
            }

            string? Find(string controller) => paths.Find(parts => parts[1].Split(',').Contains(controller)) is [_, _, var path] ? Join(root, Unescape(point), path) : null;
        }

        return new(unified, memory, pids);
    }

    /// <summary>A mount may show a part of the tree: in a container, that of the container.</summary>
    private static string Join(string root, string point, string path)
    {
        if (root != "/")
        {
            path = path == root ? "/" : path.StartsWith(root + "/", StringComparison.Ordinal) ? path[root.Length..] : "/";
        }

        return path.StartsWith("/..", StringComparison.Ordinal) || path == "/" ? point : point + path;
    }

    private static string Unescape(string path) => path.Replace("\\040", " ", StringComparison.Ordinal);
}
