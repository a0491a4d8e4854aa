using Switchyard.Work.Audit;

namespace Switchyard.OperatorConsole.Yard;

/// <summary>What is on the record.</summary>
internal static class YardAudit
{
    /// <summary>Of a queue, newest first.</summary>
    public static Task<IReadOnlyList<AuditEntry>> GetAuditOf(this IGrainFactory grains, string queue) =>
        grains.GetAudit().ListAsync(new AuditFilter { Queue = queue }, null, 10);

    /// <summary>Acts of a word on something, newest first.</summary>
    public static async Task<IReadOnlyList<AuditEntry>> GetAuditOf(this IGrainFactory grains, string act, string subject) =>
        [.. (await grains.GetAudit().ListAsync(new AuditFilter { Act = act }, null, 100)).Where(entry => entry.Subject == subject)];
}
