namespace Switchyard.Configuration;

/// <summary>Orleans' dashboard, which each node serves at <c>/dashboard</c>: the section <c>Dashboard</c>.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Counting for it costs a node some of its time, whether anybody looks or not. Default: true.</summary>
    public bool Enabled { get; init; } = true;
}
