using System.Globalization;
using Switchyard.Compute.Programs;

namespace Switchyard.Downloads.Exports;

/// <summary>Says how far a run is, at most once a second. Never what the texts are, nor whose.</summary>
internal sealed class ExportProgress(ProgramRun run)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _said = run.Time.GetTimestamp();

    /// <summary>For often: most of these lines are left out.</summary>
    public void Report(string what, long done, long all)
    {
        if (run.Time.GetElapsedTime(_said) >= Pause)
        {
            _said = run.Time.GetTimestamp();
            Say($"{what} {done} of {all}");
        }
    }

    public void Say(FormattableString line)
    {
        run.Log.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        run.Log.Flush();
    }
}
