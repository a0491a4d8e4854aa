using Switchyard.Work;

namespace Switchyard.Compute;

/// <summary>A queue whose items are run by compute sources. Each door registers its own as a singleton.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Entry">What the scheduler needs to know of a row of the queue.</param>
public sealed record PushQueue(string Queue, Func<WorkRow, ComputeEntry> Entry);
