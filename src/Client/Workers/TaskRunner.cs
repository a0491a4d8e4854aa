using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchyard.Client.Tasks;
using Switchyard.Client.Tracing;

namespace Switchyard.Client.Workers;

/// <summary>Runs the handler for one task, and says how it ended.</summary>
internal sealed class TaskRunner(
    TaskWork work, IServiceScopeFactory? scopes, SettleQueue<Completion> completions, SettleQueue<Failure> failures, WorkerClock clock, ILogger log)
{
    private const string Stopped = "The worker stopped.";

    /// <summary>What a task costs on the wire besides its result.</summary>
    private const int Envelope = 64;

    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(5);

    /// <param name="ended">Is called when the handler has ended, before that is settled.</param>
    public async Task RunAsync(HeldTask held, SemaphoreSlim slots, Action ended, CancellationToken stopping)
    {
        var task = held.Task;
        AttemptEnd end = new AttemptEnd.GivenBack();
        ActivityContext span = default;
        try
        {
            if (await TakeSlotAsync(slots, held, stopping))
            {
                try
                {
                    (end, span) = await HandleAsync(held, stopping);
                }
                finally
                {
                    slots.Release();
                }
            }
            else if (!stopping.IsCancellationRequested)
            {
                end = new AttemptEnd.Dropped();
            }
        }
        finally
        {
            ended();
        }

        if (end is AttemptEnd.Done or AttemptEnd.Failed)
        {
            await FlushAsync(held);
        }

        await SettleAsync(task, end, span);
    }

    /// <summary>Gives back what a handler does not let go of.</summary>
    public Task GiveBackAsync(HeldTask held)
    {
        WorkerLog.DoesNotEnd(log, held.Task.Id, held.Task.Queue);
        return SettleAsync(held.Task, new AttemptEnd.GivenBack(), default);
    }

    /// <returns>False: the worker stops, or the task is lost.</returns>
    private static async Task<bool> TakeSlotAsync(SemaphoreSlim slots, HeldTask held, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, held.Lost);
        try
        {
            await slots.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<(AttemptEnd End, ActivityContext Span)> HandleAsync(HeldTask held, CancellationToken stopping)
    {
        var task = held.Task;
        var began = clock.Now;
        var activity = ClientTracing.StartProcess(task.Queue, task.Id, task.Attempt, task.Trace);
        var span = activity?.Context ?? default;
        string? error = null;
        await using var told = held.Lost.Register(() => Tell(held));
        try
        {
            await using var scope = scopes?.CreateAsyncScope();
            var result = await work(held, scope?.ServiceProvider ?? NoServices.Instance, stopping);
            return (AttemptEnd.Of(result, held.Loss), span);
        }
        catch (Exception e)
        {
            error = e.GetType().FullName;
            var end = AttemptEnd.Of(e, held.Loss);
            if (end is AttemptEnd.Failed)
            {
                WorkerLog.Failed(log, task.Attempt, task.Id, task.Queue, e);
            }

            return (end, span);
        }
        finally
        {
            ClientTracing.EndProcess(activity, task.Queue, clock.Now - began, error);
        }
    }

    private void Tell(HeldTask held)
    {
        if (held.Loss != Loss.Stopping)
        {
            WorkerLog.Lost(log, held.Task.Id, held.Task.Queue, held.Loss);
        }
    }

    /// <summary>The last lines of a log are worth a moment, but not the result.</summary>
    private async Task FlushAsync(HeldTask held)
    {
        try
        {
            await held.FlushAsync().WaitAsync(FlushPatience, clock.Time);
        }
        catch (TimeoutException)
        {
            // The node is away.
        }
    }

    private async Task SettleAsync(ClaimedTask task, AttemptEnd end, ActivityContext span)
    {
        var settled = end switch
        {
            AttemptEnd.Done { Result: var result } => await CompleteAsync(task, result, span),
            AttemptEnd.Failed failed => await FailAsync(task, failed.Error, failed.Retry, failed.RetryAfter, span),
            AttemptEnd.GivenBack => await GiveBackAsync(task, span),
            _ => null,
        };
        if (settled is { Outcome: not LeaseOutcome.Ok })
        {
            WorkerLog.NotBelieved(log, task.Id, task.Queue, settled.Outcome?.ToString() ?? settled.Refused?.Message ?? "no answer");
        }
    }

    private async Task<Settled> CompleteAsync(ClaimedTask task, JsonElement? result, ActivityContext span)
    {
        var bytes = Envelope + (result is { } some ? JsonMarshal.GetRawUtf8Value(some).Length : 0);
        var settled = await completions.SettleAsync(new(task.Id, task.LeaseNumber, result), task.Queue, bytes, span);
        return settled.Refused is { } refused
            ? await FailAsync(task, $"The result was refused: {refused.Detail ?? refused.Message}", retry: false, retryAfter: null, span)
            : settled;
    }

    private Task<Settled> GiveBackAsync(ClaimedTask task, ActivityContext span)
    {
        WorkerLog.GivenBack(log, task.Id, task.Queue);
        return FailAsync(task, Stopped, retry: true, TimeSpan.Zero, span);
    }

    private Task<Settled> FailAsync(ClaimedTask task, string error, bool retry, TimeSpan? retryAfter, ActivityContext span) =>
        failures.SettleAsync(new(task.Id, task.LeaseNumber, error, retry, retry ? retryAfter : null), task.Queue, Envelope + (error.Length * 4), span);

    private sealed class NoServices : IServiceProvider
    {
        public static NoServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
