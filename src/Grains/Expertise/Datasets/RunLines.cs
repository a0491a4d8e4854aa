namespace Switchyard.Expertise.Datasets;

/// <summary>A run's log, which many may write to at a time, and its progress: at most one line of it a second.</summary>
internal sealed class RunLines(TextWriter log, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private long? _last;

    public void Write(string line)
    {
        lock (_lock)
        {
            log.WriteLine(line);
            log.Flush();
        }
    }

    /// <summary>Counts what is done of <paramref name="all"/>: <c>publications of 120 of 400 members</c>.</summary>
    public Counter Count(string what, int all, string ofWhat) => new(this, what, all, ofWhat);

    private bool IsDue()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_last is { } last && time.GetElapsedTime(last, now) < Pause)
            {
                return false;
            }

            _last = now;
            return true;
        }
    }

    public sealed class Counter(RunLines lines, string what, int all, string ofWhat)
    {
        private int _done;

        /// <summary>One more is done. The last of them is always told.</summary>
        public void Add()
        {
            var done = Interlocked.Increment(ref _done);
            if (done == all || lines.IsDue())
            {
                lines.Write($"{what} of {done} of {all} {ofWhat}");
            }
        }
    }
}
