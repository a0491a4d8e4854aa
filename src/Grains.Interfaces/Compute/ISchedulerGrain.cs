using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>
/// Places items on compute sources: the permitted source with the shortest queue. It holds what waits at each source, so
/// that to move it is a change in memory; the rows are the truth, and what this grain forgets it finds there again. The key
/// is always 0.
/// </summary>
[Alias("switchyard.compute.scheduler-grain")]
public interface ISchedulerGrain : IGrainWithIntegerKey
{
    /// <summary>Tells that items may be waiting: after their rows were committed. A hint; losing it costs a second.</summary>
    [Alias("offer")]
    Task OfferAsync(IReadOnlyList<ComputeEntry> entries);

    /// <summary>An item waits no longer (it was cancelled). A hint.</summary>
    [Alias("withdraw")]
    Task WithdrawAsync(long id);

    /// <summary>Whether any source, present or away, may run the service.</summary>
    [Alias("permits"), Repeatable]
    Task<bool> PermitsAsync(string service);

    /// <summary>All sources, in configured order.</summary>
    [Alias("sources"), Repeatable]
    Task<IReadOnlyList<SourceView>> GetSourcesAsync();

    /// <summary>What people call the source of a key: its name, where only one has it.</summary>
    [Alias("label"), Repeatable]
    Task<string> GetLabelAsync(string key);

    /// <summary>
    /// Drains, pauses or resumes a source. Survives restarts. Null when there is none of the name, or several nodes have one.
    /// </summary>
    /// <param name="name">Its name, or name@node.</param>
    /// <param name="by">Who says so, for people.</param>
    [Alias("act"), Repeatable]
    Task<SourceView?> ActAsync(string name, SourceAct act, string by);

    /// <summary>Where an item waits or runs; null when it is not placed.</summary>
    [Alias("find"), Repeatable]
    Task<PlacementView?> FindAsync(long id);

    /// <summary>A node has started, with these sources; what it had before and has no longer is forgotten.</summary>
    /// <param name="life">Another with each start of the node: its silo's address.</param>
    [Alias("register")]
    Task RegisterAsync(string node, string life, IReadOnlyList<SourceDefinition> sources);

    /// <summary>A node stops: it starts nothing more, and what waits for its sources moves. What runs there it ends itself.</summary>
    [Alias("leave")]
    Task LeaveAsync(string node, string life);

    /// <summary>A run is over and its end is committed. Answered with what the source is to start next, if anything waits for it.</summary>
    /// <param name="source">Its key.</param>
    [Alias("freed")]
    Task<ComputeEntry?> FreedAsync(string source, long id);

    /// <summary>A queue was paused, or (null) resumed: nothing of a paused queue is started.</summary>
    [Alias("hold")]
    Task HoldAsync(string queue, QueuePause? pause);
}

/// <summary>
/// A compute source at work: N slots on its own node, where the GPU and the files are. It leases what it is given, runs it,
/// supervises it and reports. The key is <see cref="SourceDefinition.Key"/>; placed on the node that the key names.
/// </summary>
[Alias("switchyard.compute.source-grain")]
public interface IComputeSourceGrain : IGrainWithStringKey
{
    /// <summary>Runs an item, if it is still queued. Answers before the run ends; its end is reported to the scheduler.</summary>
    [Alias("start")]
    Task<StartOutcome> StartAsync(ComputeEntry entry);

    /// <summary>
    /// Ends a run: its whole process group is gone when this completes. Its end is then the caller's to store, with what is
    /// answered. Null when it does not run here.
    /// </summary>
    [Alias("stop")]
    Task<RunResult?> StopAsync(long id, string reason);

    /// <summary>The ids of what runs now.</summary>
    [Alias("running"), Repeatable]
    Task<IReadOnlyList<long>> GetRunningAsync();

    /// <summary>The output of a run so far; null when it does not run here.</summary>
    [Alias("log"), Repeatable]
    Task<string?> GetLogAsync(long id);
}

[GenerateSerializer, Alias("switchyard.compute.start-outcome")]
public enum StartOutcome
{
    Started = 0,

    /// <summary>The item is no longer queued.</summary>
    Gone = 1,

    /// <summary>All slots are taken, or the node drains.</summary>
    Full = 2,

    /// <summary>The disk of its node has no room.</summary>
    NoRoom = 3,
}

/// <summary>An item that waits to be run.</summary>
/// <param name="Kind">The item's kind, and the type of its grain.</param>
/// <param name="Service">What runs it.</param>
/// <param name="Queue">The item's queue; while it is paused, the item is not started.</param>
/// <param name="Priority">Lower goes first; then the lower id.</param>
/// <param name="Pool">Which of a source's slots it takes.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.entry")]
public readonly record struct ComputeEntry(
    [property: Id(0)] long Id,
    [property: Id(1)] string Kind,
    [property: Id(2)] string Service,
    [property: Id(3)] string Queue,
    [property: Id(4)] int Priority = 0,
    [property: Id(5)] SlotPool Pool = SlotPool.Compute);

/// <summary>A source has its slots once for each pool: what computes never keeps what only waits for others from running.</summary>
[GenerateSerializer, Alias("switchyard.compute.slot-pool")]
public enum SlotPool
{
    /// <summary>Work for processors and GPUs.</summary>
    Compute = 0,

    /// <summary>Work that mostly waits for the network.</summary>
    Network = 1,
}

/// <param name="Slots">How many it runs at a time, of each pool.</param>
/// <param name="Services">Empty: all.</param>
/// <param name="Order">Its place in the node's configuration: lists and ties go by it, then by who registered first.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.source-definition")]
public sealed record SourceDefinition(
    [property: Id(0)] string Name,
    [property: Id(1)] string Node,
    [property: Id(2)] int Slots,
    [property: Id(3)] IReadOnlyList<string> Services,
    [property: Id(4)] int Order = 0)
{
    /// <summary>The GPU that it stands for; null: none, or it is not known.</summary>
    [Id(5)] public SourceDevice? Device { get; init; }

    /// <summary>Unique in the cluster; also the owner of its leases.</summary>
    public string Key => KeyOf(Name, Node);

    public static string KeyOf(string name, string node) => $"{name}@{node}";

    /// <summary>The name of a key: what its last "@" follows.</summary>
    public static string NameOf(string key) => key[..Math.Max(key.LastIndexOf('@'), 0)];

    /// <summary>The node of a key: what follows its last "@".</summary>
    public static string NodeOf(string key) => key[(key.LastIndexOf('@') + 1)..];
}

[GenerateSerializer, Alias("switchyard.compute.source-act")]
public enum SourceAct
{
    Drain = 0,
    Pause = 1,
    Resume = 2,
}

/// <param name="Source">
/// The source's name, or name@node where several have the name; null while no source that may run the item is there.
/// </param>
/// <param name="Position">How many wait before it at its source; 0 when it is next or runs.</param>
/// <param name="Reason">Why it waits, for people; null when it runs.</param>
/// <param name="Code">The same for programs: one of <see cref="WaitingCodes"/>.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.placement")]
public sealed record PlacementView(
    [property: Id(0)] string? Source,
    [property: Id(1)] bool Runs,
    [property: Id(2)] int Position,
    [property: Id(3)] string? Reason,
    [property: Id(4)] string? Code = null)
{
    /// <summary>Why a queued item waits that is placed like this, or (null) not yet.</summary>
    public static WaitingView WhyWaits(PlacementView? placement) => placement switch
    {
        { Reason: { } reason } => new(placement.Code ?? WaitingCodes.SourceBusy, reason),
        { Source: { } source } => new(WaitingCodes.SourceBusy, $"about to start at {source}"),
        _ => new(WaitingCodes.SourceBusy, "not placed at a compute source yet"),
    };
}
