using System.Collections.Concurrent;
using Switchyard.Tables;
using Switchyard.Work;

namespace Switchyard.Yard;

/// <summary>What the test's grains know: tests put it in and look at what came.</summary>
public sealed class YardState
{
    /// <summary>The client for whom there is never work.</summary>
    public const string Leaver = "leaver";

    private long _lastId = 1000;

    public YardJobs Jobs { get; } = new();

    public YardTickets Tickets { get; } = new();

    public YardExpertise Expertise { get; } = new();

    public YardDownloads Downloads { get; } = new();

    public ConcurrentDictionary<long, YardTable> Tables { get; } = new();

    /// <summary>What the campaign answers a client, in order; nothing left: all is done.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Func<GetWorkResult>>> Work { get; } = new();

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public ConcurrentQueue<AuditRecord> Audit { get; } = new();

    public ConcurrentDictionary<string, QueuePause> Pauses { get; } = new();

    public ConcurrentQueue<(ResetSelection Which, bool DryRun)> Resets { get; } = new();

    /// <summary>Thrown by the next searches for a table of the name, in order.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Exception>> FindFailures { get; } = new();

    /// <summary>Chunks of a blob that hold this text are lost with their silo, once.</summary>
    public ConcurrentDictionary<string, bool> LostChunks { get; } = new();

    public TaskCompletionSource LeaverAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource LeaverLeft { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when somebody left the export that never ends.</summary>
    public TaskCompletionSource EndlessExportLeft { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool HasErrors { get; set; } = true;

    public bool HasResults { get; set; }

    public YardTable AddTable(string name, params string[] openClients)
    {
        var table = new YardTable(Interlocked.Increment(ref _lastId), name, [.. openClients]);
        Tables[table.Id] = table;
        return table;
    }

    public void Answer(string client, params Func<GetWorkResult>[] answers) => Work[client] = new(answers);

    public long? Find(string name) => Tables.Values.FirstOrDefault(table => table.Name == name)?.Id;
}

public sealed record YardTable(long Id, string Name, ConcurrentBag<string> OpenClients)
{
    public ConcurrentQueue<TableResult> Results { get; } = new();

    public ConcurrentQueue<(string Text, RawBody Body)> Errors { get; } = new();

    public ConcurrentQueue<RawBody> Analyses { get; } = new();

    /// <summary>Thrown by the next calls that store something, in order.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>Thrown after what came was stored, and the client's assignment was closed by it.</summary>
    public ConcurrentQueue<Exception> LostAnswers { get; } = new();

    public ConcurrentDictionary<string, DateTimeOffset> Returned { get; } = new();

    public WorkStatus Status { get; set; } = WorkStatus.Queued;

    public IReadOnlyDictionary<string, long> Facets { get; set; } = new Dictionary<string, long>();

    public DateTimeOffset? ReturnedAt(string client) => Returned.TryGetValue(client, out var at) ? at : null;

    public WorkItemView View => new()
    {
        Id = Id,
        Kind = "table",
        Queue = "tables",
        Priority = 0,
        Status = Status,
        Attempt = 1,
        LeaseNumber = 1,
        Name = Name,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Facets = Facets,
    };

    public WorkPackage Package => new(
        Name,
        Columns: 2,
        """[["col0","Zürich"],["col1","a<b"]]"""u8.ToArray(),
        new AnnotationSet([new Annotation(1, 0, "Q72"), new Annotation(1, 1, null)], [new Annotation(0, 0, null)], [new Annotation(0, 1, "P17")]),
        Analyze: false,
        Audit: true);
}
