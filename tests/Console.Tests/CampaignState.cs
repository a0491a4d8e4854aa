using Switchyard.Tables;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

/// <summary>What the test grains answer; set by a test, read by the grains of the same process.</summary>
public sealed class CampaignState
{
    private readonly Lock _lock = new();
    private readonly List<TestTable> _tables = [];
    private readonly List<ResetCall> _resets = [];

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>While set, every call fails with this message, as when the cluster is away.</summary>
    public string? Away { get; set; }

    public CampaignStatistics Statistics { get; set; } = NoStatistics;

    public QueueStatus Queue { get; set; } = EmptyQueue;

    public ImportProgress Import { get; set; } = new() { Phase = ImportPhase.Idle };

    public IReadOnlyList<RatePoint> Rates { get; set; } = [];

    public IReadOnlyList<WorkerView> Workers { get; set; } = [];

    public IReadOnlyList<RefusedClient> Refused { get; set; } = [];

    /// <summary>What who starts an import hears; null: its progress.</summary>
    public ImportProgress? ImportAnswer { get; set; }

    public IReadOnlyList<MissingMappings> Missing { get; set; } = [];

    public IReadOnlyList<AuditSum> Audit { get; set; } = [];

    public IReadOnlyList<TaskEvaluation>? Evaluation { get; set; }

    public IReadOnlyList<TaskAnalysis>? Analysis { get; set; }

    /// <summary>How many tables a reset finds.</summary>
    public ResetOutcome ResetFinds { get; set; } = new(0, []);

    public int Imports { get; set; }

    /// <summary>How often the statistics were asked for.</summary>
    public int Polls { get; set; }

    public static CampaignStatistics NoStatistics { get; } = new()
    {
        Clients = new ClientCounts(0, 0, 0, 0),
        Cea = new Coverage(0, 0),
        Cta = new Coverage(0, 0),
        Cpa = new Coverage(0, 0),
    };

    public static QueueStatus EmptyQueue { get; } = new("tables", 0, 0, new Dictionary<string, long>(), null, null);

    public IReadOnlyList<ResetCall> Resets
    {
        get
        {
            lock (_lock)
            {
                return [.. _resets];
            }
        }
    }

    public IReadOnlyList<TestTable> Tables
    {
        get
        {
            lock (_lock)
            {
                return [.. _tables];
            }
        }
    }

    public void Add(TestTable table)
    {
        lock (_lock)
        {
            _tables.RemoveAll(other => other.Item.Id == table.Item.Id);
            _tables.Add(table);
        }
    }

    public void Record(ResetCall call)
    {
        lock (_lock)
        {
            _resets.Add(call);
        }
    }

    /// <summary>Back to an empty campaign, between tests.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _tables.Clear();
            _resets.Clear();
        }

        ImportAnswer = null;
        (Away, Statistics, Queue, Import) = (null, NoStatistics, EmptyQueue, new ImportProgress { Phase = ImportPhase.Idle });
        (Rates, Workers, Refused, Missing, Audit, Evaluation, Analysis) = ([], [], [], [], [], null, null);
        (ResetFinds, Imports) = (new ResetOutcome(0, []), 0);
    }

    /// <summary>What each grain does first.</summary>
    public CampaignState Reached() => Away is { } reason ? throw new InvalidOperationException(reason) : this;
}

public sealed record ResetCall(ResetSelection Which, IReadOnlyList<string> Names, bool DryRun);

public sealed record TestTable(
    WorkItemView Item,
    IReadOnlyList<Mapping> Mappings,
    IReadOnlyList<Assignment> Assignments,
    IReadOnlyList<AttemptView> Attempts,
    IReadOnlyDictionary<long, string> Errors)
{
    /// <summary>A table nobody had yet.</summary>
    public static TestTable Named(long id, string name, WorkStatus status = WorkStatus.Queued) => new(
        new WorkItemView
        {
            Id = id,
            Kind = "table",
            Queue = "tables",
            Priority = 0,
            Status = status,
            Attempt = 0,
            LeaseNumber = 0,
            Name = name,
            CreatedAt = CampaignState.Start,
        },
        [], [], [], new Dictionary<long, string>());
}
