using System.Diagnostics;
using Switchyard.Telemetry;

namespace Switchyard.Work.Store;

/// <summary>A batch in the traces of those who wait for it: it is a child in the first one's, and links to the others.</summary>
internal static class BatchSpan
{
    private const int MostLinks = 100;

    /// <summary>Where the caller is; default: in no trace that is kept.</summary>
    public static ActivityContext Here =>
        Tracing.Source.HasListeners() && Activity.Current is { Recorded: true } current ? current.Context : default;

    /// <param name="callers">Default: one is in none.</param>
    public static Activity? Start(string name, IEnumerable<ActivityContext> callers)
    {
        if (!Tracing.Source.HasListeners())
        {
            return null;
        }

        var traced = callers.Where(caller => caller != default).Distinct().Take(MostLinks).ToList();
        return traced is [var first, .. var others]
            ? Tracing.Source.StartActivity(name, ActivityKind.Internal, first, links: others.Select(other => new ActivityLink(other)))
            : null;
    }
}
