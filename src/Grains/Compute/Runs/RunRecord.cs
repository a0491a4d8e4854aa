using System.Globalization;

namespace Switchyard.Compute.Runs;

/// <summary>What is written down of a run's processes, so that another life of the node finds them and no others.</summary>
/// <param name="BootId">The machine's; numbers and start times mean nothing after another start of it.</param>
/// <param name="Session">The number of the supervisor, and so of the session.</param>
/// <param name="Started">The supervisor's start time.</param>
/// <param name="Token">In the environment of all processes of the run: 32 hexadecimal digits.</param>
internal sealed record RunRecord(string BootId, int Session, long Started, string Token)
{
    private const string FileName = "process";
    private const int TokenLength = 32;

    /// <summary>The processes that are alive, the supervisor among them.</summary>
    /// <param name="evenWithoutLeader">
    /// The session's number is known to be still the run's. Otherwise it may have passed on to a foreign session, which only
    /// the supervisor's start time tells.
    /// </param>
    public IReadOnlyList<LinuxProcess> FindProcesses(bool evenWithoutLeader = false)
    {
        var isOurs = LinuxProcess.Find(Session) is { } leader ? leader.Started == Started : evenWithoutLeader;
        return [.. LinuxProcess.FindAll().Where(process => (isOurs && process.Session == Session) || process.Carries(Token))];
    }

    public void Write(RunDirectory directory) => File.WriteAllText(
        Path.Combine(directory.FullName, FileName),
        string.Create(CultureInfo.InvariantCulture, $"{BootId} {Session} {Started} {Token}\n"));

    /// <summary>The record of a run of this start of the machine; null when there is none.</summary>
    public static RunRecord? Read(RunDirectory directory)
    {
        var path = Path.Combine(directory.FullName, FileName);
        return File.Exists(path)
            && File.ReadAllText(path).Split(' ', StringSplitOptions.TrimEntries) is [var boot, var session, var started, { Length: TokenLength } token]
            && boot == LinuxProcess.BootId
            && int.TryParse(session, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && long.TryParse(started, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                ? new RunRecord(boot, number, start, token)
                : null;
    }
}
