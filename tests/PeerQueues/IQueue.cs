namespace Switchyard.PeerQueues;

/// <summary>A queue of others, as much of it as is measured.</summary>
internal interface IQueue
{
    /// <summary>Stores one job; back when it is committed.</summary>
    Task AddOneAsync();

    /// <summary>Begins to do what is stored.</summary>
    /// <param name="workers">How many at a time.</param>
    Task StartAsync(int workers);

    Task StopAsync();
}
