using System.Text;

namespace Switchyard.Jobs.Rules;

/// <summary>The log of a job, which is in its row: ascending in time and bounded, whatever its workers write. Pure.</summary>
internal static class JobLog
{
    /// <summary>Bytes in UTF-8 of one message; of a longer one the middle is left out.</summary>
    public const int MaxMessage = 256 * 1024;

    /// <summary>Bytes of the whole log, each line counted with <see cref="LineOverhead"/>; of a longer one the middle is left out.</summary>
    public const int MaxLog = 1024 * 1024;

    /// <summary>Bytes that a line costs besides its message.</summary>
    public const int LineOverhead = 64;

    /// <summary>Bytes of the first lines, which stay: how it began is not in the last ones. At least the first has room.</summary>
    private const int Beginning = MaxMessage + (64 * 1024);

    /// <summary>Bytes left of a log that was too long, so that not each line after it shortens it again.</summary>
    private const int AfterCut = MaxLog / 4 * 3;

    private const int RoomForNotice = 100;

    /// <summary>Adds a line. When the clock has stepped back, the line has the time of the one before.</summary>
    public static JobBody Add(JobBody body, DateTimeOffset now, string message)
    {
        var at = body.Log.Count > 0 && body.Log[^1].At > now ? body.Log[^1].At : now;
        List<JobLogEntry> log = [.. body.Log, new(at, Shorten(message))];
        var size = log.Sum(SizeOf);
        return size <= MaxLog ? body with { Log = log } : Cut(body, log, size);
    }

    public static int SizeOf(JobLogEntry entry) => LineOverhead + Encoding.UTF8.GetByteCount(entry.Message);

    private static JobBody Cut(JobBody body, List<JobLogEntry> log, int size)
    {
        var first = body.LeftOutAt;
        if (body.LinesLeftOut > 0)
        {
            size -= SizeOf(log[first]);
            log.RemoveAt(first);
        }
        else
        {
            for (var kept = SizeOf(log[0]); kept <= Beginning; kept += SizeOf(log[first]))
            {
                first++;
            }
        }

        var end = first;
        while (size > AfterCut)
        {
            size -= SizeOf(log[end++]);
        }

        var leftOut = body.LinesLeftOut + end - first;
        var notice = new JobLogEntry(log[end - 1].At, $"({leftOut} lines were left out here)");
        log.RemoveRange(first, end - first);
        log.Insert(first, notice);
        return body with { Log = log, LinesLeftOut = leftOut, LeftOutAt = first };
    }

    private static string Shorten(string message)
    {
        if (Encoding.UTF8.GetByteCount(message) <= MaxMessage)
        {
            return message;
        }

        const int half = (MaxMessage - RoomForNotice) / 2;
        var bytes = Encoding.UTF8.GetBytes(message);
        var head = StartOfLetter(bytes, half);
        var tail = StartOfLetter(bytes, bytes.Length - half);
        return $"{Encoding.UTF8.GetString(bytes, 0, head)}\n({tail - head} bytes were left out here)\n{Encoding.UTF8.GetString(bytes, tail, bytes.Length - tail)}";
    }

    private static int StartOfLetter(byte[] utf8, int place)
    {
        while ((utf8[place] & 0b1100_0000) == 0b1000_0000)
        {
            place--;
        }

        return place;
    }
}
