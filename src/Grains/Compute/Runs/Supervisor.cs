using System.Diagnostics;
using Switchyard.Compute.Isolation;

namespace Switchyard.Compute.Runs;

/// <summary>Starts commands under <c>supervisor.sh</c>, which needs Linux, <c>sh</c> and util-linux's <c>setsid</c>.</summary>
internal static class Supervisor
{
    /// <summary>Holds a run's token in the environment of its processes: found there, when the supervisor was killed.</summary>
    public const string TokenVariable = "SWITCHYARD_RUN";

    private const string Shell = "/bin/sh";
    private static readonly string[] Places = ["/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid"];
    private static readonly Lazy<string> Script = new(ReadScript);

    /// <summary>Starts the supervisor, which waits for a line; its number is that of the command's session.</summary>
    /// <exception cref="PlatformNotSupportedException">Commands cannot be supervised here.</exception>
    public static Process Start(ProcessSpec spec, string token)
    {
        var setsid = OperatingSystem.IsLinux() ? Array.Find(Places, File.Exists) : null;
        if (setsid is null)
        {
            throw new PlatformNotSupportedException("Commands need Linux, with the program setsid of util-linux.");
        }

        var start = new ProcessStartInfo(setsid)
        {
            WorkingDirectory = spec.Directory.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var cgroup = spec.Cage?.Cgroup;
        IReadOnlyList<string> adoption = cgroup is null ? Adoption.Command() : [];
        var joins = string.Join('\n', cgroup?.JoinFiles ?? []);
        foreach (var argument in (string[])
            [
                .. adoption, Shell, "-c", Script.Value, "switchyard", "run", Script.Value, cgroup?.KillFile ?? "", joins,
                .. spec.Cage?.Prefix ?? Privileges.Wrap(null), .. spec.Command,
            ])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[TokenVariable] = token;
        return Process.Start(start)!;
    }

    private static string ReadScript()
    {
        using var script = new StreamReader(typeof(Supervisor).Assembly.GetManifestResourceStream("Switchyard.Compute.supervisor.sh")!);
        return script.ReadToEnd();
    }
}
