using System.ComponentModel.DataAnnotations;

namespace Switchyard.Work.Audit;

/// <summary>The section <c>Audit</c>.</summary>
public sealed record AuditOptions
{
    /// <summary>How long the record of an act is kept. 0: for ever. Default: 365 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "36500.00:00:00")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(365);
}
