using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Loads.Downloads;
using Switchyard.Chaos.Loads.Expertise;
using Switchyard.Chaos.Loads.Jobs;
using Switchyard.Chaos.Loads.Tables;
using Switchyard.Chaos.Loads.Tasks;
using Switchyard.Chaos.Loads.Tickets;

namespace Switchyard.Chaos.Loads;

/// <summary>Which doors are under load, and how much of it each gets.</summary>
internal static class LoadPlan
{
    /// <summary>Shorter than any fault that freezes a node.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(8);

    private static readonly (string Door, double Share, Func<LoadContext, ILoad> Make)[] Doors =
    [
        ("jobs", 0.45, context => new JobsLoad(context)),
        ("tasks", 0.40, context => new TasksLoad(context)),
        ("tables", 0.10, context => new TablesLoad(context)),
        ("tickets", 0.05, context => new TicketsLoad(context)),
        // These two make a tenth of it: each item is a process or two.
        ("expertise", 0.01, context => new ExpertiseLoad(context)),
        ("downloads", 0.01, context => new DownloadsLoad(context)),
    ];

    public static IReadOnlyList<string> Names => [.. Doors.Select(door => door.Door)];

    /// <param name="keep">How long nodes keep what ended, and then there is new work without end; null: for ever.</param>
    public static IReadOnlyList<ILoad> Make(ChaosOptions options, Func<ClusterClient> newClient, TimeProvider time, TimeSpan? keep = null) =>
    [
        .. Doors
            .Where(door => options.Doors.Count == 0 || options.Doors.Contains(door.Door))
            .Select(door => door.Make(new(
                newClient,
                time,
                options.Seed,
                // Tables are there from the beginning; of the others as many are made as the run is long.
                door.Door == "tables" ? Math.Max(1, (long)Math.Ceiling(options.Items * door.Share)) : long.MaxValue,
                options.Rate * door.Share,
                LeaseTime,
                keep))),
    ];
}
