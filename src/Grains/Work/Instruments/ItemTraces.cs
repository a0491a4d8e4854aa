using Switchyard.Telemetry;

namespace Switchyard.Work.Instruments;

/// <summary>Tells in an item's trace what was committed of it.</summary>
internal static class ItemTraces
{
    public static void Tell(WorkWrite write)
    {
        var row = write.New;
        if (row.Trace is not { } trace || !Tracing.Source.HasListeners())
        {
            return;
        }

        var step = ItemSteps.Of(write);
        if (step.IsNew)
        {
            Tracing.Tell($"submit {row.Queue}", trace, row.Id);
        }

        if (step.IsClaim)
        {
            Tracing.Tell($"claim {row.Queue}", trace, row.Id, isRetry: row.LostLeases + row.Failures > 0);
        }

        if (step.IsRetry)
        {
            Tracing.Tell($"retry {row.Queue}", trace, row.Id);
        }

        if (step.End is { } how)
        {
            Tracing.Tell($"end {row.Queue}", trace, row.Id, outcome: how.Word());
        }
    }
}
