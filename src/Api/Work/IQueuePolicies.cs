namespace Switchyard.Work;

/// <summary>Tells what holds for the queues of a door, which its users may set. Doors that have such register theirs.</summary>
internal interface IQueuePolicies
{
    /// <summary>As it is shown; null: the queue is none of the door's.</summary>
    Task<object?> FindAsync(string queue);
}
