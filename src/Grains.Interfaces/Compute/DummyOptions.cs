using System.ComponentModel.DataAnnotations;

namespace Switchyard.Compute;

/// <summary>The section <c>Services:Dummy</c>.</summary>
public sealed record DummyOptions
{
    /// <summary>How long a run waits, in seconds. 0 to a day. Default: 20.</summary>
    [Range(0, 86_400)]
    public int Seconds { get; init; } = 20;
}
