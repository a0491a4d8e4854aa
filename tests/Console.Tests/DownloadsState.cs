using Switchyard.Downloads;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

/// <summary>What the test grains of the Downloads door answer; set by a test, read by the grains of the same process.</summary>
public sealed class DownloadsState
{
    public ListenerState Listener { get; set; } = new(IsOn: false, HearsRedis: null);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<DownloadEvent> Events { get; set; } = [];

    public IReadOnlyList<WorkItemView> Builds { get; set; } = [];

    public static WorkItemView Build(long id, int clfId, WorkStatus status, string? error = null) =>
        TestTable.Named(id, $"clf-{clfId}", status).Item with { Kind = DownloadNames.Kind, Queue = DownloadNames.Queue, Error = error };

    public void Clear() => (Listener, Events, Builds) = (new(IsOn: false, HearsRedis: null), [], []);
}

public sealed class TestListenerGrain(DownloadsState state) : Grain, IDownloadListenerGrain
{
    public Task ListenAsync() => throw new NotSupportedException();

    public Task<IReadOnlyList<DownloadEvent>> GetEventsAsync(int limit) =>
        Task.FromResult<IReadOnlyList<DownloadEvent>>([.. state.Events.Take(limit)]);

    public Task<ListenerState> GetStateAsync() => Task.FromResult(state.Listener);
}
