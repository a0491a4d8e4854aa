using Switchyard.Servers;

namespace Switchyard.Acceptance.Yard;

/// <summary>A node that can be started again on its data when its process has ended.</summary>
public interface IRestartable
{
    /// <summary>The newest process.</summary>
    NodeProcess Process { get; }

    /// <summary>That of the newest process, once it serves.</summary>
    Door Door { get; }

    Task StartAsync();
}
