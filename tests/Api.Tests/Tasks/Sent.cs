using System.Collections.Frozen;
using Switchyard.Tasks.Submission;

namespace Switchyard.Tasks;

/// <summary>What readers make of bodies, without a front end.</summary>
internal static class Sent
{
    public static DateTimeOffset Now { get; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static TaskBatch One(byte[] body)
    {
        var batch = new TaskBatch(Somebody());
        batch.ReadOne(body, default, Now);
        return batch;
    }

    public static Submitter Somebody(params string[] bound) => new("somebody", bound, new[] { "tickets" }.ToFrozenSet());
}
