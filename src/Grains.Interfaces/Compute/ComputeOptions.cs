using System.ComponentModel.DataAnnotations;

namespace Switchyard.Compute;

/// <summary>What this cluster computes with: the section <c>Compute</c>.</summary>
public sealed record ComputeOptions
{
    /// <summary>In this order ties are broken. Default: one source per GPU that is found, else <c>cpu</c> with a slot per core.</summary>
    public IReadOnlyList<ComputeSourceOptions> Sources { get; init; } = [];
}

/// <summary>One compute source.</summary>
public sealed record ComputeSourceOptions
{
    /// <summary>1 to 100 characters, without "@" and "/".</summary>
    public string? Name { get; init; }

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
