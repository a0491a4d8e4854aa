using System.Globalization;
using Switchyard.Chaos.Faults;
using Switchyard.Chaos.Findings;

namespace Switchyard.Chaos.Report;

/// <summary>The table of a run: a line for each kind of fault.</summary>
internal sealed class FaultTable(IReadOnlyList<IFault> faults, IReadOnlyList<FaultWindow> windows, IReadOnlyList<Finding> findings)
{
    private static readonly string[] Head = ["fault", "times", "items", "lost", "doubled", "failed calls", "recovery p50", "max", "most"];

    /// <summary>What is not as it must be, beside the findings.</summary>
    public IEnumerable<string> Misses =>
    [
        .. from fault in faults
           from window in windows
           where window.Fault == fault.Name && window.Recovery > fault.MostRecovery
           select $"{fault.Name}: recovered after {Seconds(window.Recovery)} s, not {Seconds(fault.MostRecovery!.Value)} s",
        .. from window in windows
           where window.Fault == TerminateFault.Word && window.Failed > 0
           select $"{window.Fault}: {window.Failed} calls failed more than once",
    ];

    public void Write(TextWriter to, long itemsBefore)
    {
        List<string[]> lines = [Head, .. faults.Where(fault => windows.Any(window => window.Fault == fault.Name)).Select(Line)];
        lines.Add(
        [
            "all", Text(windows.Count), Text(windows.Sum(window => window.Items) + itemsBefore), Text(Count(FindingKind.Lost, null)),
            Text(Count(FindingKind.Doubled, null)), Text(windows.Sum(window => window.Failed)), "", "", "",
        ]);
        var widths = Enumerable.Range(0, Head.Length).Select(column => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            to.WriteLine(string.Join("  ", line.Select((text, column) => column == 0 ? text.PadRight(widths[0]) : text.PadLeft(widths[column]))).TrimEnd());
        }
    }

    private string[] Line(IFault fault)
    {
        var own = windows.Where(window => window.Fault == fault.Name).ToList();
        var recoveries = own.Select(window => window.Recovery).Order().ToList();
        return
        [
            fault.Name, Text(own.Count), Text(own.Sum(window => window.Items)), Text(Count(FindingKind.Lost, fault)), Text(Count(FindingKind.Doubled, fault)),
            Text(own.Sum(window => window.Failed)), Seconds(recoveries[recoveries.Count / 2]) + " s", Seconds(recoveries[^1]) + " s",
            fault.MostRecovery is { } most ? Seconds(most) + " s" : "",
        ];
    }

    /// <summary>A finding belongs to the newest fault at its time; one whose time is not known to all of them.</summary>
    private int Count(FindingKind kind, IFault? fault) => findings.Count(finding => finding.Kind == kind
        && (fault is null || windows.LastOrDefault(window => window.Begun <= (finding.At ?? 0))?.Fault == fault.Name));

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
