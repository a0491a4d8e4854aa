using System.Diagnostics;
using System.Globalization;

namespace Switchyard.Compute.Runs;

/// <summary>Starts commands under <c>supervisor.sh</c>, which needs Linux, <c>sh</c> and util-linux's <c>setsid</c>.</summary>
internal static class Supervisor
{
    /// <summary>Holds a run's token in the environment of its processes: found there, whatever they did to leave their session.</summary>
    public const string TokenVariable = "SWITCHYARD_RUN";

    private const string Shell = "/bin/sh";
    private static readonly string[] Places = ["/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid"];
    private static readonly Lazy<string> Script = new(ReadScript);

    /// <summary>Starts the supervisor; its number is that of the command's session.</summary>
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
        var memory = spec.MemoryBytes is { } bytes ? (bytes >> 10).ToString(CultureInfo.InvariantCulture) : "";
        foreach (var argument in (string[])[Shell, "-c", Script.Value, "switchyard", "run", Script.Value, memory, .. spec.Command])
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
