using System.Globalization;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Scoring;

/// <summary>Says how far a run is, at most once a second, and when it is done.</summary>
internal sealed class ScoringProgress(ProgramRun run, int submissions)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _said = run.Time.GetTimestamp();

    public void Report(int scored)
    {
        if (scored == submissions || run.Time.GetElapsedTime(_said) >= Pause)
        {
            _said = run.Time.GetTimestamp();
            Say(run, $"scored {scored} of {submissions} submissions");
        }
    }

    public static void Say(ProgramRun run, FormattableString line)
    {
        run.Log.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        run.Log.Flush();
    }
}
