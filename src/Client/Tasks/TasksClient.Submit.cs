using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Client.Http;
using Switchyard.Client.Tracing;

namespace Switchyard.Client.Tasks;

public sealed partial class TasksClient
{
    /// <summary>A node takes no more in one array.</summary>
    public const int LargestBatch = 10_000;

    /// <summary>Of a stream, each request has at most so many: its answer comes soon, and a repetition is cheap.</summary>
    private const int StreamBatch = 1_000;

    /// <summary>Submits one task; when this returns, it is on the node's disk.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="idempotencyKey">
    /// Under the same key the same answer comes for 24 hours, so that a repetition submits nothing twice. Null: a new one for
    /// this call, which covers the retries made here.
    /// </param>
    /// <returns>Its id, which is an older one's when the unique key is taken. It is always accepted.</returns>
    /// <exception cref="SwitchyardException">It was refused.</exception>
    public async Task<SubmittedTask> SubmitAsync(NewTask task, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var activity = ClientTracing.StartCreate(task.Queue, count: 1);
        return await TracedAsync(activity, async () =>
        {
            var body = JsonBody.Of(Traced(task), TasksJson.Default.NewTask);
            using var answer = await PostAsync(body, idempotencyKey, cancellationToken);
            ClientTracing.Submitted(task.Queue, 1);
            var submitted = await answer.ReadAsync(TasksJson.Default.SubmittedOne, cancellationToken);
            return new SubmittedTask(submitted.Id, submitted.Existing);
        });
    }

    /// <summary>Submits one task with a typed payload.</summary>
    /// <inheritdoc cref="SubmitAsync(NewTask, string?, CancellationToken)"/>
    public Task<SubmittedTask> SubmitAsync<T>(string queue, T payload, JsonTypeInfo<T> type, CancellationToken cancellationToken = default) =>
        SubmitAsync(NewTask.Of(queue, payload, type), idempotencyKey: null, cancellationToken);

    /// <summary>Submits one task with a typed payload, by reflection.</summary>
    /// <inheritdoc cref="SubmitAsync(NewTask, string?, CancellationToken)"/>
    [RequiresUnreferencedCode(Reflection.Warning)]
    [RequiresDynamicCode(Reflection.Warning)]
    public Task<SubmittedTask> SubmitAsync<T>(string queue, T payload, CancellationToken cancellationToken = default) =>
        SubmitAsync(NewTask.Of(queue, payload), idempotencyKey: null, cancellationToken);

    /// <summary>Submits many tasks with one request and one commit. A bad one is refused alone.</summary>
    /// <param name="tasks">At most <see cref="LargestBatch"/>.</param>
    /// <param name="idempotencyKey">As of one task, for all of them together.</param>
    /// <returns>What became of each, in the same order.</returns>
    public async Task<IReadOnlyList<SubmittedTask>> SubmitManyAsync(
        IReadOnlyList<NewTask> tasks, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tasks.Count, LargestBatch);
        if (tasks.Count == 0)
        {
            return [];
        }

        var queue = tasks.All(task => task.Queue == tasks[0].Queue) ? tasks[0].Queue : null;
        using var activity = ClientTracing.StartCreate(queue, tasks.Count);
        return await TracedAsync(activity, async () =>
        {
            IReadOnlyList<NewTask> traced = TraceContext.Current is null ? tasks : [.. tasks.Select(Traced)];
            var body = JsonBody.Of(traced, TasksJson.Default.IReadOnlyListNewTask);
            using var answer = await PostAsync(body, idempotencyKey, cancellationToken);
            ClientTracing.Submitted(queue, tasks.Count);
            return await answer.ReadAsync(TasksJson.Default.IReadOnlyListSubmittedTask, cancellationToken);
        });
    }

    /// <summary>
    /// Submits tasks as they come, without a limit on their number and without holding them all. They go in requests of up
    /// to a thousand, each of which may be repeated without doubling anything.
    /// </summary>
    /// <returns>What became of each, in the same order. Who stops reading stops submitting.</returns>
    public async IAsyncEnumerable<SubmittedTask> SubmitStreamAsync(
        IAsyncEnumerable<NewTask> tasks, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in Batches.OfAsync(tasks, StreamBatch, cancellationToken))
        {
            foreach (var submitted in await SubmitManyAsync(batch, idempotencyKey: null, cancellationToken))
            {
                yield return submitted;
            }
        }
    }

    private static NewTask Traced(NewTask task) => task.Trace is null && TraceContext.Current is { } current ? task with { Trace = current } : task;

    private static async Task<T> TracedAsync<T>(Activity? activity, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e)
        {
            ClientTracing.Failed(activity, e);
            throw;
        }
    }

    private Task<ApiAnswer> PostAsync(Func<HttpContent> body, string? idempotencyKey, CancellationToken cancellationToken) => _api.SendAsync(
        new(HttpMethod.Post, Route)
        {
            Content = body,
            Headers = [("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString("N"))],
            ConflictPasses = true,
        },
        cancellationToken);
}
