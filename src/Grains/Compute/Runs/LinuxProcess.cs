using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Switchyard.Compute.Runs;

/// <summary>A process as <c>/proc</c> shows it.</summary>
/// <param name="Id">Its number, used again after its end.</param>
/// <param name="Parent">The number of the process that waits for it: where that has ended, of the next above it that adopts.</param>
/// <param name="Session">The number of the process that leads its session.</param>
/// <param name="Started">When it started, in clock ticks since the machine did: with the number it is unique until a reboot.</param>
/// <param name="IsDead">It has ended, and only waits to be noticed by its parent.</param>
internal readonly record struct LinuxProcess(int Id, int Parent, int Session, long Started, bool IsDead)
{
    public const int Terminate = 15;
    public const int Kill = 9;

    /// <summary>Fields of <c>stat</c> after the name, counted from the state.</summary>
    private const int ParentField = 1;
    private const int SessionField = 3;
    private const int StartedField = 19;

    /// <summary>Changes with each start of the machine.</summary>
    public static string BootId { get; } = OperatingSystem.IsLinux() ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() : "";

    /// <summary>The process of a number; null when there is none.</summary>
    public static LinuxProcess? Find(int id)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));

            // The name may hold blanks and brackets; nothing after it does.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new LinuxProcess(
                id,
                int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
                int.Parse(fields[SessionField], CultureInfo.InvariantCulture),
                long.Parse(fields[StartedField], CultureInfo.InvariantCulture),
                fields[0] is "Z" or "X");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All processes that have not ended.</summary>
    public static IEnumerable<LinuxProcess> FindAll() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Find(id) : null)
        .OfType<LinuxProcess>()
        .Where(process => !process.IsDead);

    /// <summary>The numbers of a process and all that descend from it.</summary>
    public static HashSet<int> FamilyOf(int id, IReadOnlyCollection<LinuxProcess> all)
    {
        var children = all.ToLookup(process => process.Parent);
        var family = new HashSet<int> { id };
        var next = new Queue<int>(family);
        while (next.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(child => family.Add(child.Id)))
            {
                next.Enqueue(child.Id);
            }
        }

        return family;
    }

    /// <summary>Whether it has numbers of its own for processes, in which this one cannot be seen.</summary>
    public bool IsInNamespace()
    {
        try
        {
            return File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/status"))
                .Any(line => line.StartsWith("NSpid:", StringComparison.Ordinal) && line.Split('\t').Length > 2);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Its resident memory, but for what files it maps; 0 when it has ended.</summary>
    public long ResidentBytes()
    {
        try
        {
            return File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/status"))
                .Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal) || line.StartsWith("RssShmem:", StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)) << 10;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Whether a word is in the environment it was started with; not so when it has ended or is another user's.</summary>
    public bool Carries(string word)
    {
        try
        {
            var environment = File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/environ"));
            return environment.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Sends it a signal; that it has ended meanwhile is no error.</summary>
    public void Signal(int signal) => _ = SendSignal(Id, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
