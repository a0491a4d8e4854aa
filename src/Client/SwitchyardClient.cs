using Switchyard.Client.Events;
using Switchyard.Client.Http;
using Switchyard.Client.Jobs;
using Switchyard.Client.Queues;
using Switchyard.Client.Schedules;
using Switchyard.Client.Tasks;
using Switchyard.Client.Tickets;

namespace Switchyard.Client;

/// <summary>A client of Switchyard. One serves a whole program, from any thread.</summary>
public sealed class SwitchyardClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client with connections of its own.</summary>
    /// <param name="options">Where the node is, and who asks.</param>
    /// <param name="time">The clock of waits and limits; null: the system's.</param>
    /// <exception cref="ArgumentException">The options do not go.</exception>
    public SwitchyardClient(SwitchyardClientOptions options, TimeProvider? time = null)
        : this(new HttpClient(NewHandler()), options, time)
    {
    }

    /// <summary>A client over given connections.</summary>
    /// <param name="http">Is set up by this, and disposed of with it.</param>
    /// <param name="options">Where the node is, and who asks.</param>
    /// <param name="time">The clock of waits and limits; null: the system's.</param>
    /// <exception cref="ArgumentException">The options do not go.</exception>
    public SwitchyardClient(HttpClient http, SwitchyardClientOptions options, TimeProvider? time = null)
    {
        options.Apply(http);
        _http = http;
        var api = new ApiTransport(http, options.Retry, time ?? TimeProvider.System);
        Transport = api;
        Tasks = new(api);
        Queues = new(api);
        Schedules = new(api);
        Events = new(api);
        Jobs = new(api);
        Tickets = new(api);
    }

    /// <summary>Submit tasks, follow them, act on them, work on them.</summary>
    public TasksClient Tasks { get; }

    /// <summary>How queues stand, and their policies.</summary>
    public QueuesClient Queues { get; }

    /// <summary>Tasks that come by the clock.</summary>
    public SchedulesClient Schedules { get; }

    /// <summary>What happens, as it happens.</summary>
    public EventsClient Events { get; }

    /// <summary>Work on jobs of the Jobs door.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Archives for services, and their results.</summary>
    public TicketsClient Tickets { get; }

    /// <summary>For routes that have no method here: the command line's.</summary>
    internal ApiTransport Transport { get; }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>A new address of the node's name is found within two minutes.</summary>
    internal static SocketsHttpHandler NewHandler() => new() { PooledConnectionLifetime = TimeSpan.FromMinutes(2), ConnectTimeout = TimeSpan.FromSeconds(10) };
}
