namespace Switchyard.Compute.Scheduling;

/// <param name="Arrives">Seconds after the start.</param>
/// <param name="Takes">Seconds, on any source.</param>
public sealed record SimulatedJob(long Id, string Service, double Arrives, double Takes);

/// <summary>Runs jobs on sources in simulated time, and says when the last of them ended.</summary>
internal static class Simulation
{
    /// <summary>As the scheduler places, starts and steals.</summary>
    public static double Makespan(IReadOnlyList<SourceDefinition> sources, IReadOnlyList<SimulatedJob> jobs)
    {
        var state = new SchedulingState();
        state.Register("a", sources);
        var takes = jobs.ToDictionary(job => job.Id, job => job.Takes);
        var ends = new PriorityQueue<(SourceLane Lane, long Id), double>();
        var arrivals = new Queue<SimulatedJob>(jobs.OrderBy(job => job.Arrives));
        var now = 0.0;
        while (arrivals.Count > 0 || ends.Count > 0)
        {
            if (arrivals.Count > 0 && (!ends.TryPeek(out _, out var end) || arrivals.Peek().Arrives <= end))
            {
                var job = arrivals.Dequeue();
                now = job.Arrives;
                Start(state.Place(new(job.Id, "thing", job.Service, "q"))!);
            }
            else
            {
                ends.TryDequeue(out var ended, out now);
                state.Finished(ended.Lane, ended.Id);
                Array.ForEach(SlotPools.All, ended.Lane.LetSteal);
                Start(ended.Lane);
            }
        }

        return now;

        void Start(SourceLane lane)
        {
            while (state.TryStart(lane, out var entry))
            {
                ends.Enqueue((lane, entry.Id), now + takes[entry.Id]);
            }
        }
    }

    /// <summary>The original: the shortest queue (waiting and running, by slots) at arrival, and it stays there.</summary>
    public static double PlainMakespan(IReadOnlyList<SourceDefinition> sources, IReadOnlyList<SimulatedJob> jobs)
    {
        var slots = sources.Select(source => new double[source.Slots]).ToArray();
        var ends = sources.Select(_ => new List<double>()).ToArray();
        foreach (var job in jobs.OrderBy(job => job.Arrives))
        {
            var at = Enumerable.Range(0, sources.Count)
                .Where(source => sources[source].Services is var services && (services.Count == 0 || services.Contains(job.Service)))
                .MinBy(source => (double)ends[source].Count(end => end > job.Arrives) / sources[source].Slots);
            var slot = Array.IndexOf(slots[at], slots[at].Min());
            slots[at][slot] = Math.Max(slots[at][slot], job.Arrives) + job.Takes;
            ends[at].Add(slots[at][slot]);
        }

        return slots.Max(source => source.Max());
    }

    /// <summary>No schedule is faster: max(total work / slots, longest job).</summary>
    public static double Bound(IReadOnlyList<SourceDefinition> sources, IReadOnlyList<SimulatedJob> jobs) =>
        Math.Max(jobs.Sum(job => job.Takes) / sources.Sum(source => source.Slots), jobs.Max(job => job.Takes));
}
