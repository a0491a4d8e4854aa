using System.Globalization;
using Switchyard.Compute.Files;
using Switchyard.Compute.Isolation;

namespace Switchyard.Compute.Runs;

/// <summary>What is written down of a run's processes, so that another life of the node finds them and no others.</summary>
/// <param name="BootId">The machine's; numbers and start times mean nothing after another start of it.</param>
/// <param name="Session">The number of the supervisor, and so of the session.</param>
/// <param name="Started">The supervisor's start time.</param>
/// <param name="Token">In the environment of all processes of the run, but of those that took it out: 32 hexadecimal digits.</param>
/// <param name="Groups">The directories of its control group, a line each.</param>
internal sealed record RunRecord(string BootId, int Session, long Started, string Token, string Groups = "")
{
    private const string Ending = ".process";

    /// <summary>Where release 0.1.0 wrote it: in the directory of the run.</summary>
    private const string OldName = "process";
    private const int TokenLength = 32;
    private const int LongestText = 16 << 10;

    /// <summary>Null: it had none.</summary>
    public RunCgroup? Cgroup => Groups.Length == 0 ? null : new RunCgroup(Groups.Split('\n'));

    /// <summary>The processes that are alive, the supervisor among them when it has no group.</summary>
    /// <param name="evenWithoutLeader">
    /// The session's number is known to be still the run's. Otherwise it may have passed on to a foreign session, which only
    /// the supervisor's start time tells.
    /// </param>
    public IReadOnlyList<LinuxProcess> FindProcesses(bool evenWithoutLeader = false)
    {
        if (Cgroup is { } cgroup)
        {
            return [.. cgroup.FindProcesses().Select(LinuxProcess.Find).OfType<LinuxProcess>().Where(process => !process.IsDead)];
        }

        return FindDescendants(evenWithoutLeader);
    }

    /// <summary>The same by session, descent and token alone, whatever group they are in.</summary>
    /// <inheritdoc cref="FindProcesses"/>
    public IReadOnlyList<LinuxProcess> FindDescendants(bool evenWithoutLeader)
    {
        var all = LinuxProcess.FindAll().ToList();
        var leader = LinuxProcess.Find(Session);
        var isOurs = leader is { } living ? living.Started == Started : evenWithoutLeader;
        var family = isOurs && leader is not null ? LinuxProcess.FamilyOf(Session, all) : [];
        return [.. all.Where(process => family.Contains(process.Id) || (isOurs && process.Session == Session) || process.Carries(Token))];
    }

    /// <summary>Beside the directory, where the run cannot change it when it is another user, nor read it.</summary>
    public void Write(RunDirectory directory)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(directory.FullName + Ending, options);
        file.Write(string.Create(CultureInfo.InvariantCulture, $"{BootId} {Session} {Started} {Token}\n{Groups}\n"));
    }

    public static void Delete(RunDirectory directory) => File.Delete(directory.FullName + Ending);

    /// <summary>The record of a run of this start of the machine; null when there is none.</summary>
    public static RunRecord? Read(RunDirectory directory)
    {
        if (ReadText(directory) is not { } text || text.Split('\n', 2) is not [var line, .. var rest])
        {
            return null;
        }

        return line.Split(' ', StringSplitOptions.TrimEntries) is [var boot, var session, var started, { Length: TokenLength } token]
            && boot == LinuxProcess.BootId
            && int.TryParse(session, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                ? new RunRecord(boot, number, start, token, string.Concat(rest).TrimEnd('\n'))
                : null;
    }

    /// <summary>The old place is the run's to write: what lies there is believed of nobody else than the node's user.</summary>
    private static string? ReadText(RunDirectory directory)
    {
        foreach (var path in (string[])[directory.FullName + Ending, Path.Combine(directory.FullName, OldName)])
        {
            if (FileStatus.Of(path) is { Kind: FileKind.Regular, Length: < LongestText } file && file.Owner == LinuxCalls.User())
            {
                return File.ReadAllText(path);
            }
        }

        return null;
    }
}
