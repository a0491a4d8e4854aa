using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Switchyard.Client.Http;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

/// <summary>Renews what a worker holds, and sends what handlers report.</summary>
internal sealed class Renewals(TasksClient tasks, HeldTasks held, TaskWorkerOptions options, WorkerClock clock, ILogger log)
{
    /// <summary>Leases are short where a failure must not cost seconds.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly ResiliencePipeline _patience = Patience.Of("renew leases", LongestPause, clock.Time, log);

    public async Task RunAsync(CancellationToken ends)
    {
        while (!ends.IsCancellationRequested)
        {
            var changed = held.Changed.Next;
            var next = await _patience.ExecuteAsync(async token => await RenewDueAsync(token), ends);
            if (next is not { } at || at > clock.Now)
            {
                await WakeUp.WaitAsync(changed, next - clock.Now, clock.Time, ends);
            }
        }
    }

    /// <returns>When the next is due; null: none is held.</returns>
    private async Task<TimeSpan?> RenewDueAsync(CancellationToken cancellationToken)
    {
        HeldTask[] all = [.. held.All.Where(task => task.Loss == Loss.None)];
        var plan = RenewalPlan.Of([.. all.Select(task => task.View)], clock.Now);
        if (plan.Due.Count == 0)
        {
            return plan.Next;
        }

        HeldTask[] due = [.. plan.Due.Select(place => all[place])];
        Renewal[] items = [.. due.Select(task => task.TakeRenewal())];
        // A node that hangs must leave time for another try.
        var limit = due.Min(task => task.Lease) / 3;
        var asked = clock.Now;
        IReadOnlyList<Renewed> outcomes;
        try
        {
            outcomes = await RenewAsync(items, limit, cancellationToken);
        }
        catch
        {
            foreach (var (task, item) in due.Zip(items))
            {
                task.PutBack(item);
            }

            throw;
        }

        foreach (var (task, renewed) in due.Zip(outcomes))
        {
            switch (renewed.Outcome)
            {
                case LeaseOutcome.Ok:
                    task.Renewed(asked);
                    break;
                case LeaseOutcome.Stale:
                    task.Lose(Loss.Stale);
                    break;
                case LeaseOutcome.Cancelled:
                    task.Lose(Loss.Cancelled);
                    break;
                default:
                    task.Lose(Loss.Unknown);
                    break;
            }
        }

        return clock.Now;
    }

    private async Task<IReadOnlyList<Renewed>> RenewAsync(Renewal[] items, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await tasks.RenewOnceAsync(items, options.Lease, limit, cancellationToken);
        }
        catch (SwitchyardException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
        {
            // It is what handlers said that cannot be taken: the leases matter more.
            Renewal[] bare = [.. items.Select(item => new Renewal(item.Id, item.LeaseNumber))];
            return await tasks.RenewOnceAsync(bare, options.Lease, limit, cancellationToken);
        }
    }
}
