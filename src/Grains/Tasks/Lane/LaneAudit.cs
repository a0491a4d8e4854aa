using Switchyard.Work;
using Switchyard.Work.Audit;

namespace Switchyard.Tasks.Lane;

/// <summary>What is written down of an act on a task.</summary>
internal static class LaneAudit
{
    /// <param name="old">The task as the act found it: a retry takes its error away, so the record has it.</param>
    public static AuditEntry On(LaneItem old, AuditEntry act) => act with
    {
        Item = old.View.Id,
        Queue = old.View.Queue,
        Before = old.View.Error is { Length: > 0 } error ? $"{old.View.Status.Word()}: {error}" : old.View.Status.Word(),
    };
}
