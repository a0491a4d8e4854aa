using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Switchyard.Compute;
using Switchyard.Tickets;
using Switchyard.Work;

namespace Switchyard.Yard;

/// <summary>What the test's grains know of tickets and of what runs them.</summary>
public sealed class YardTickets
{
    /// <summary>A service with an input of each kind.</summary>
    public const string Service = "Everything";

    public const string Interface =
        """{"scan":{"id":"scan","name":"Scan","description":"A volume","type":"volume","store":"file"},"level":{"id":"level","name":"Level","description":"","type":"float","store":"mainjson","default":0},"count":{"id":"count","name":"Count","description":"","type":"int","store":"mainjson","default":250},"largest":{"id":"largest","name":"Largest","description":"","type":"boolean","store":"mainjson","default":false},"seed":{"id":"seed","name":"Seed","description":"","type":"pointlist","store":"mainjson","default":"","number_entries":-1},"mode":{"id":"mode","name":"Mode","description":"","type":"singlechoice","store":"mainjson","default":"a","choices":["a","b"]},"note":{"id":"note","name":"Note","description":"","type":"str","store":"mainjson","default":""}}""";

    private long _lastId = 500_000;

    public ConcurrentDictionary<long, YardTicket> All { get; } = new();

    /// <summary>What was asked of the source acts.</summary>
    public ConcurrentQueue<(string Name, SourceAct Act, string By)> Acts { get; } = new();

    /// <summary>Where waiting items are placed.</summary>
    public ConcurrentDictionary<long, PlacementView> Placements { get; } = new();

    /// <summary>Volumes of a result, by the member's name, as MetaImages.</summary>
    public ConcurrentDictionary<string, byte[]> Volumes { get; } = new();

    /// <summary>Called before a volume is converted, with the member's name.</summary>
    public ConcurrentDictionary<string, Func<Task>> Conversions { get; } = new();

    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>A ticket that somebody made before.</summary>
    public YardTicket Add(string token, WorkStatus status, string? result = null, int length = 0)
    {
        var id = NextId();
        return All[id] = new YardTicket(id, new TicketSubmission(Service, SHA256.HashData(Encoding.UTF8.GetBytes(token)), "archive", "::1"))
        {
            Status = status,
            ResultBlob = result,
            ResultLength = length,
            LeaseNumber = status == WorkStatus.Queued ? 0 : 1,
        };
    }
}

public sealed class YardTicket(long id, TicketSubmission submission)
{
    private int _fetched;

    public TaskCompletionSource FetchedOnce { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TicketSubmission Submission => submission;

    public WorkStatus Status { get; set; }

    public string? Error { get; set; }

    public string? ResultBlob { get; set; }

    public long ResultLength { get; set; }

    public long LeaseNumber { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>The next cancels meet these, in order: what is thrown before the cancel takes effect, or after it.</summary>
    public ConcurrentQueue<(Exception Failure, bool TakesEffect)> CancelFailures { get; } = new();

    public int Fetched => Volatile.Read(ref _fetched);

    public RunView? Run { get; set; }

    public WorkItemView View => new()
    {
        Id = id,
        Kind = TicketNames.Kind,
        Queue = TicketNames.Queue,
        Priority = 0,
        Status = Status,
        Attempt = (int)LeaseNumber,
        LeaseNumber = LeaseNumber,
        CreatedAt = DateTimeOffset.UnixEpoch,
        StartedAt = LeaseNumber > 0 ? DateTimeOffset.UnixEpoch.AddSeconds(1) : null,
        FinishedAt = FinishedAt is { } finished ? finished : Status.IsTerminal() ? DateTimeOffset.UnixEpoch.AddSeconds(3.5) : null,
        Error = Error,
    };

    public void CountFetched()
    {
        Interlocked.Increment(ref _fetched);
        FetchedOnce.TrySetResult();
    }
}
