namespace Switchyard.Work.Retention;

/// <summary>
/// How much goes in one step, and how long others have the database to themselves after it: as long as the step took. So retention has half of
/// the writer at most, in pieces that are short, whatever hangs on the items. Pure.
/// </summary>
internal readonly record struct RetentionPace(int Size)
{
    private const int Smallest = 10;
    private const int Largest = 500;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(15);

    public static RetentionPace First { get; } = new(50);

    /// <summary>The next step, after one that took so long.</summary>
    public RetentionPace After(TimeSpan took) =>
        new(took < Short ? Math.Min(Largest, Size * 2) : took > Long ? Math.Max(Smallest, Size / 2) : Size);

    public static TimeSpan PauseAfter(TimeSpan took) => took > ShortestPause ? took : ShortestPause;

    /// <summary>How often to look: the shorter something is kept, the oftener.</summary>
    public static TimeSpan EveryOf(TimeSpan shortest) => TimeSpan.FromTicks(Math.Clamp(shortest.Ticks / 4, Soonest.Ticks, Latest.Ticks));
}
