using System.Net;
using System.Runtime.CompilerServices;
using Switchyard.Client.Http;

namespace Switchyard.Client.Tasks;

/// <summary>Tasks: submit them, follow them, act on them, and work on them under leases.</summary>
/// <remarks>
/// All methods throw <see cref="SwitchyardException"/> when they are refused, and <see cref="HttpRequestException"/> when the
/// node cannot be reached, after the retries of <see cref="RetryOptions"/>.
/// </remarks>
public sealed partial class TasksClient
{
    internal const string Route = "api/v1/tasks";

    /// <summary>A node holds no request longer.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly HttpStatusCode[] Unknown = [HttpStatusCode.NotFound];
    private static readonly HttpStatusCode[] UnknownOrConflict = [HttpStatusCode.NotFound, HttpStatusCode.Conflict];

    private readonly ApiTransport _api;

    internal TasksClient(ApiTransport api) => _api = api;

    /// <summary>One task.</summary>
    /// <param name="id">Of the task.</param>
    /// <param name="wait">How long the node holds the answer until the task has ended, at most <see cref="LongestWait"/>.</param>
    /// <returns>Null: there is none (any more).</returns>
    public async Task<TaskInfo?> GetAsync(long id, TimeSpan wait = default, CancellationToken cancellationToken = default)
    {
        var seconds = (int)Math.Ceiling(Math.Min(wait.TotalSeconds, LongestWait.TotalSeconds));
        var path = Query.Of($"{Route}/{id}", ("wait", seconds > 0 ? seconds : null));
        using var answer = await _api.SendAsync(
            new(HttpMethod.Get, path) { Wait = TimeSpan.FromSeconds(seconds), Expected = Unknown }, cancellationToken);
        return answer.Message.StatusCode == HttpStatusCode.NotFound ? null : await answer.ReadAsync(TasksJson.Default.TaskInfo, cancellationToken);
    }

    /// <summary>Waits until a task has ended, as long as it takes.</summary>
    /// <returns>Null: there is none (any more).</returns>
    public async Task<TaskInfo?> WaitAsync(long id, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var task = await GetAsync(id, LongestWait, cancellationToken);
            if (task is null || task.Status.HasEnded())
            {
                return task;
            }
        }
    }

    /// <summary>Tasks, newest first; asks for the next part when it is needed.</summary>
    public async IAsyncEnumerable<TaskInfo> ListAsync(TaskFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? after = null;
        do
        {
            var page = await ListPageAsync(filter, after, cancellationToken);
            foreach (var task in page.Items)
            {
                yield return task;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    /// <summary>A part of a list.</summary>
    /// <param name="filter">Which tasks.</param>
    /// <param name="after">The <see cref="TaskPage.Next"/> of the part before; null: from the newest.</param>
    public async Task<TaskPage> ListPageAsync(TaskFilter filter, string? after = null, CancellationToken cancellationToken = default)
    {
        var path = Query.Of(
            Route,
            ("queue", filter.Queue),
            ("status", filter.Status is { } status ? new TaskStateConverter().WordOf(status) : null),
            ("groupKey", filter.GroupKey),
            ("tag", filter.Tag),
            ("name", filter.Name),
            ("limit", filter.PageSize),
            ("after", after));
        using var answer = await _api.SendAsync(new(HttpMethod.Get, path), cancellationToken);
        return await answer.ReadAsync(TasksJson.Default.TaskPage, cancellationToken);
    }

    /// <summary>Ends a task. A worker that has it is told with its next renewal.</summary>
    public Task<ActOutcome> CancelAsync(long id, CancellationToken cancellationToken = default) =>
        ActAsync(HttpMethod.Post, $"{Route}/{id}/cancel", cancellationToken);

    /// <summary>Gives a task that has ended without a result a new budget of attempts.</summary>
    public Task<ActOutcome> RetryAsync(long id, CancellationToken cancellationToken = default) =>
        ActAsync(HttpMethod.Post, $"{Route}/{id}/retry", cancellationToken);

    /// <summary>Removes a task that has ended, with all that hangs on it.</summary>
    public Task<ActOutcome> DeleteAsync(long id, CancellationToken cancellationToken = default) =>
        ActAsync(HttpMethod.Delete, $"{Route}/{id}", cancellationToken);

    private async Task<ActOutcome> ActAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var answer = await _api.SendAsync(new(method, path) { Expected = UnknownOrConflict }, cancellationToken);
        return answer.Message.StatusCode switch
        {
            HttpStatusCode.NotFound => ActOutcome.Unknown,
            HttpStatusCode.Conflict => ActOutcome.Conflict,
            _ => ActOutcome.Done,
        };
    }
}
