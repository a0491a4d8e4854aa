using Switchyard.Hosting;
using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>An item that a compute source runs. Its kind is the type of its grain.</summary>
[Alias("switchyard.compute.item-grain")]
public interface IComputeItemGrain : IWorkItemGrain
{
    /// <summary>Leases the item to a source; null when it is not queued.</summary>
    /// <param name="source">The source's key.</param>
    [Alias("start")]
    Task<RunOrder?> StartAsync(string source, TimeSpan lease);

    /// <summary>The run is over. Stale when another lease came after: the result is not taken.</summary>
    [Alias("end")]
    Task<ActOutcome> EndAsync(long leaseNumber, RunResult result);

    /// <summary>Back to the queue. An item whose runs were lost too often fails instead: <see cref="ComputeOptions.MaxLostRuns"/>.</summary>
    [Alias("release")]
    Task<ActOutcome> ReleaseAsync(long leaseNumber, string reason, ReleaseCause cause);

    /// <summary>How the newest run ended; null before the first.</summary>
    [Alias("run"), Repeatable]
    Task<RunView?> GetRunAsync();
}

/// <summary>What a source needs to run an item.</summary>
/// <param name="LeaseNumber">The fencing token of this run.</param>
/// <param name="Service">The service's name.</param>
/// <param name="Timeout">Of the item; the service may have a shorter one. Null: none.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.run-order")]
public sealed record RunOrder(
    [property: Id(0)] long ItemId,
    [property: Id(1)] long LeaseNumber,
    [property: Id(2)] string Service,
    [property: Id(3)] RunInput Input,
    [property: Id(4)] TimeSpan? Timeout = null)
{
    /// <summary>What the run needs and no disk is to have, by name.</summary>
    [Id(5)] public IReadOnlyDictionary<string, SecretText> Secrets { get; init; } = new Dictionary<string, SecretText>();

    /// <summary>Where the item was submitted: a <c>traceparent</c>; null: nobody traces it.</summary>
    [Id(6)] public string? Trace { get; init; }

    /// <summary>An earlier attempt failed, or was lost.</summary>
    [Id(7)] public bool IsRetry { get; init; }
}

/// <summary>What is in the directory <c>in/</c> of a run.</summary>
/// <param name="Archive">The blob of an upload, unpacked by rule; null: none.</param>
/// <param name="Files">Small files, by name.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.run-input")]
public sealed record RunInput(
    [property: Id(0)] string? Archive,
    [property: Id(1)] IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>The blobs of results that earlier runs of the item left, unpacked in this order before all else.</summary>
    [Id(2)] public IReadOnlyList<string> Results { get; init; } = [];

    /// <summary>Blobs that become files, by name.</summary>
    [Id(3)] public IReadOnlyDictionary<string, string> Blobs { get; init; } = new Dictionary<string, string>();
}

[GenerateSerializer, Immutable, Alias("switchyard.compute.run-result")]
public sealed record RunResult
{
    [Id(0)] public required RunOutcome Outcome { get; init; }

    /// <summary>Why it failed; names each bad input's id.</summary>
    [Id(1)] public string? Error { get; init; }

    /// <summary>Null when there was no process.</summary>
    [Id(2)] public int? ExitCode { get; init; }

    /// <summary>Head and tail of what it wrote.</summary>
    [Id(3)] public string? Log { get; init; }

    /// <summary>The blob of <c>result.tar.gz</c>; null when it left none.</summary>
    [Id(4)] public string? ResultBlob { get; init; }

    [Id(5)] public long ResultLength { get; init; }

    /// <summary>It failed for what it was given: to run it again would end the same.</summary>
    [Id(6)] public bool IsInputWrong { get; init; }
}

[GenerateSerializer, Alias("switchyard.compute.run-outcome")]
public enum RunOutcome
{
    Completed = 0,
    Failed = 1,
    TimedOut = 2,
    Cancelled = 3,

    /// <summary>Its node failed it: it says nothing of the item, which is given back, uncounted, and runs again.</summary>
    Lost = 4,
}

/// <summary>Why a run ends that is not at its end.</summary>
[GenerateSerializer, Alias("switchyard.compute.release-cause")]
public enum ReleaseCause
{
    /// <summary>In order: its node stops, or somebody wants it so. It says nothing of the item.</summary>
    Orderly = 0,

    /// <summary>Its node died or could not go on with it: it may be the item that does that to nodes.</summary>
    Lost = 1,

    /// <summary>Its node failed it (the disk is full, say): the item waits for a moment, and nothing is counted against it.</summary>
    NodeFault = 2,
}

/// <param name="Source">Where it ran or runs: <see cref="SourceDefinition.Key"/>, of which <see cref="SourceDefinition.NameOf"/> is the name.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.run")]
public sealed record RunView(
    [property: Id(0)] string Source,
    [property: Id(1)] int? ExitCode,
    [property: Id(2)] string? Log);
