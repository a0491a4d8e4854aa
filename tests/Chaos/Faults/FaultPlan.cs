using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Faults;

/// <summary>Which faults there are, and in which order they happen.</summary>
internal static class FaultPlan
{
    public static IReadOnlyList<IFault> All(TimeSpan leaseTime, TimeProvider time) =>
    [
        new KillFault(time),
        new KillAllFault(),
        new FreezeFault(leaseTime, time),
        new TerminateFault(),
        new PostgresRestartFault(),
        new KillBackendsFault(time),
        new ExhaustConnectionsFault(time),
        new FullBlobsFault(time),
        new CutFault(time),
        new SlowFault(time),
        new MischiefFault("duplicate", "a third of all requests that change something arrive at two nodes, for three seconds", Mischief.Duplicate, time),
        new MischiefFault("lost-answers", "a third of all answers are lost after the request was carried out, for three seconds", Mischief.LoseAnswers, time),
        new ClockFault(leaseTime, time),
    ];

    /// <summary>Each kind as often as any other, in no order.</summary>
    public static IEnumerable<IFault> Shuffle(IReadOnlyList<IFault> kinds, Random random)
    {
        while (true)
        {
            var round = kinds.ToArray();
            random.Shuffle(round);
            foreach (var fault in round)
            {
                yield return fault;
            }
        }
    }
}
