using System.ComponentModel.DataAnnotations;

namespace Switchyard.Compute;

/// <summary>What this cluster computes with: the section <c>Compute</c>.</summary>
public sealed record ComputeOptions
{
    /// <summary>In this order ties are broken. Default: one source per GPU that is found, else <c>cpu</c> with a slot per core.</summary>
    public IReadOnlyList<ComputeSourceOptions> Sources { get; init; } = [];

    /// <summary>
    /// For how long a source holds what it runs without a word to the store; held for longer each third of it. A run whose
    /// lease cannot be held is ended before it runs out. 3 s to 10 min. Default: 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:10:00")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long what runs may go on when its node stops, before it is ended and given back. 0 to 30 s. Default: 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// After how many lost runs (their node died, their lease ran out) an item fails for good.
    /// A reset by an operator begins anew. 1 to 1,000. Default: 5.
    /// </summary>
    [Range(1, 1000)]
    public int MaxLostRuns { get; init; } = 5;

    /// <summary>
    /// What commands are kept from: nothing but the rights of the node's user, what this machine allows (said at the start), or all of it, or no start.
    /// Default: None, with which a command goes on that worked before there was isolation.
    /// </summary>
    public IsolationMode Isolation { get; init; } = IsolationMode.None;

    /// <summary>
    /// Where the runs' directories are. Runs of other users than the node's must be able to come to it. Default: <c>runs</c> in
    /// the data directory; where runs are to have users of their own, beside it, by its name and <c>-runs</c>.
    /// </summary>
    public string? RunDirectory { get; init; }
}

/// <summary>How much the runs of commands are kept from the node and from each other.</summary>
public enum IsolationMode
{
    /// <summary>They have the rights of the node, or of the user that a service names.</summary>
    None,

    /// <summary>As much as this machine allows, which is said at the start.</summary>
    Auto,

    /// <summary>All of it: an own user, control group and mount namespace for each run; else the node does not start.</summary>
    Required,
}

/// <summary>One compute source.</summary>
public sealed record ComputeSourceOptions
{
    /// <summary>1 to 100 characters, without "@" and "/". With <see cref="Each"/> what their names begin with; default: <c>gpu</c>.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Stands for a source for each such device that is found on its node. The other sources of the node then see no GPU
    /// unless their environment names one. Default: it stands for itself.
    /// </summary>
    public SourceEach? Each { get; init; }

    /// <summary>What the names begin with of those that it stands for.</summary>
    public string NameOfEach => Name ?? "gpu";

    /// <summary>The node that it is on. Default: every node that reads this has it.</summary>
    public string? Node { get; init; }

    /// <summary>How much runs at a time. 1 to 1,000. Default: 1.</summary>
    [Range(1, 1000)]
    public int Slots { get; init; } = 1;

    /// <summary>What it may run. Default: all services.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>For the commands that run on it, such as CUDA_VISIBLE_DEVICES.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>What an entry of the configuration can stand for.</summary>
public enum SourceEach
{
    /// <summary>Each GPU of the node, or each slice of one that is cut into slices (MIG devices).</summary>
    Gpu = 0,
}
