using System.Globalization;

namespace Switchyard.Tickets;

/// <summary>What <see cref="Commands.History"/> wrote, judged each time it is read: no ticket runs twice at the same time.</summary>
internal sealed class RunHistory(string path)
{
    /// <summary>The runs, by directory.</summary>
    public IReadOnlyCollection<string> Running => Read().Running;

    /// <summary>The tickets whose run came to its own end, once for each run.</summary>
    public IReadOnlyList<long> Ended => Read().Ended;

    public int Starts => Read().Starts;

    private (HashSet<string> Running, List<long> Ended, int Starts) Read()
    {
        var running = new HashSet<string>();
        var ended = new List<long>();
        var starts = 0;
        foreach (var line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            var (word, run) = (line.Split(' ')[0], line.Split(' ')[1]);
            switch (word)
            {
                case "started":
                    Assert.DoesNotContain(running, other => TicketOf(other) == TicketOf(run));
                    running.Add(run);
                    starts++;
                    break;
                case "done":
                    running.Remove(run);
                    ended.Add(TicketOf(run));
                    break;
                default:
                    running.Remove(run);
                    break;
            }
        }

        return (running, ended, starts);
    }

    private static long TicketOf(string run) => long.Parse(run.Split('-')[0], CultureInfo.InvariantCulture);
}
