namespace Switchyard.Configuration;

/// <summary>What a node or front end tells Prometheus at <c>/metrics</c>: the section <c>Metrics</c>.</summary>
internal sealed record MetricsOptions
{
    /// <summary>Whether there is such a page, and whether anything is counted for it. Default: true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// A port of its own for it, with nothing else but health, where nobody has to sign in; the main port then has none. Default: none, and the
    /// main port has it for who may read.
    /// </summary>
    public string? Url { get; init; }
}
