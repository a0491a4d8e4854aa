using System.Collections.Frozen;
using System.Text;
using Switchyard.Auth;
using Switchyard.Work;

namespace Switchyard.Tasks.Submission;

/// <summary>Who submits, and to which queues they may. For one request.</summary>
/// <param name="bound">The queues that the key is bound to; empty: to none.</param>
internal sealed class Submitter(string? owner, IReadOnlyList<string> bound, FrozenSet<string> doorQueues)
{
    // Tasks that come together are mostly for one queue.
    private byte[] _lastQueue = [];
    private string? _lastName;

    /// <summary>The account or key; null where nobody signs in.</summary>
    public string? Owner => owner;

    public static Submitter Of(HttpContext context, TaskQueueNames names) =>
        new(Operator.AccountOf(context), [.. Person.QueuesOf(context.User)], names.DoorQueues);

    /// <summary>The name of a queue that was judged and taken just before; null: judge it.</summary>
    public string? Known(ReadOnlySpan<byte> utf8) => _lastName is not null && utf8.SequenceEqual(_lastQueue) ? _lastName : null;

    public bool IsDoors(string queue) => doorQueues.Contains(queue);

    public bool MayName(string queue) => bound.Count == 0 || bound.Contains(queue, StringComparer.Ordinal);

    public void Took(string queue)
    {
        if (!string.Equals(queue, _lastName, StringComparison.Ordinal))
        {
            (_lastQueue, _lastName) = (Encoding.UTF8.GetBytes(queue), queue);
        }
    }
}

/// <summary>Names that no queue of tasks may have: those of the doors' own queues, also of doors that are off.</summary>
internal sealed class TaskQueueNames(IEnumerable<DoorQueue> doors)
{
    public FrozenSet<string> DoorQueues { get; } = doors.Select(queue => queue.Name).ToFrozenSet(StringComparer.Ordinal);
}
