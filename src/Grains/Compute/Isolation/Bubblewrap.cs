namespace Switchyard.Compute.Isolation;

/// <summary>
/// Shuts a run up with <c>bwrap</c>: it sees the machine, and can write to nothing but its own directory; it sees no process but
/// its own, and no network unless it is to.
/// </summary>
internal static class Bubblewrap
{
    private static readonly string[] Places = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"];

    /// <summary>Of these a run has its own, or none: what lies there is of others, sockets above all.</summary>
    private static readonly string[] Covered = ["/tmp", "/var/tmp", "/run", "/var/run"];

    /// <summary>What names of hosts are found by.</summary>
    private static readonly string[] Names = ["/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager/resolv.conf"];

    public static string? Find() => Array.Find(Places, File.Exists);

    /// <summary>What comes before the command.</summary>
    /// <param name="run">The run's directory.</param>
    /// <param name="temporary">What it has in the place of <c>/tmp</c>: a directory in its own.</param>
    /// <param name="hidden">Directories and files that it is not to see.</param>
    public static IReadOnlyList<string> Wrap(string program, string run, string temporary, bool hasNetwork, IEnumerable<string> hidden) =>
    [
        program,
        "--die-with-parent", "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try",
        .. hasNetwork ? (string[])[] : ["--unshare-net"],
        "--cap-drop", "ALL",
        "--ro-bind", "/", "/",
        "--dev-bind", "/dev", "/dev", "--tmpfs", "/dev/shm",
        "--proc", "/proc",
        "--tmpfs", "/run",
        .. hasNetwork ? Names.SelectMany(name => (string[])["--ro-bind-try", name, name]) : [],
        "--bind", temporary, "/tmp", "--bind", temporary, "/var/tmp",
        .. hidden.Where(path => !IsCovered(path)).SelectMany(Hide),
        "--bind", run, run,
        "--chdir", run,
        "--",
    ];

    private static bool IsCovered(string path) => Covered.Any(covered => path.StartsWith(covered + "/", StringComparison.Ordinal));

    private static string[] Hide(string path) =>
        Directory.Exists(path) ? ["--tmpfs", path] : File.Exists(path) ? ["--ro-bind", "/dev/null", path] : [];
}
