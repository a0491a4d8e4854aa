using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Soak;

/// <summary>How long calls took since the last look; those that nodes hold until there is something are left out.</summary>
internal sealed class CallTimes
{
    private static readonly Measure Usual = new("median call", "ms", 0.50, 5, IsOfTime: true);
    private static readonly Measure Slow = new("slowest percent", "ms", 1, 100, IsOfTime: true);

    private readonly Lock _gate = new();
    private List<double> _milliseconds = [];

    public void Add(Call call, TimeSpan took)
    {
        lock (_gate)
        {
            if (call.Held == TimeSpan.Zero)
            {
                _milliseconds.Add(took.TotalMilliseconds);
            }
        }
    }

    public IReadOnlyList<(Measure Measure, double Value)> Take()
    {
        List<double> taken;
        lock (_gate)
        {
            (taken, _milliseconds) = (_milliseconds, []);
        }

        taken.Sort();
        return taken.Count == 0 ? [] : [(Usual, taken[taken.Count / 2]), (Slow, taken[taken.Count * 99 / 100])];
    }
}
