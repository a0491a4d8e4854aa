using Npgsql;
using Quartz;

namespace Switchyard.PeerQueues;

/// <summary>Quartz.NET on PostgreSQL: a job that is there for good, and a trigger that fires at once for each task.</summary>
internal sealed class QuartzQueue : IQueue
{
    private static readonly JobKey Job = new("bench");
    private static readonly string Payload = new('x', 249);

    private readonly string _address;
    private IScheduler? _scheduler;

    private QuartzQueue(string address) => _address = address;

    public static async Task<QuartzQueue> OpenAsync(string address)
    {
        var queue = new QuartzQueue(address);
        queue._scheduler = await queue.BuildAsync(workers: 64);
        await queue._scheduler.AddJob(
            JobBuilder.Create<EmptyJob>().WithIdentity(Job).StoreDurably().Build(), AddJobOptions.Replacing);
        return queue;
    }

    public async Task AddOneAsync() => await _scheduler!.ScheduleJob(
        TriggerBuilder.Create().ForJob(Job).UsingJobData("payload", Payload).StartNow().Build());

    public async Task StartAsync(int workers) => await _scheduler!.Start();

    public async Task StopAsync() => await _scheduler!.Standby();

    private async Task<IScheduler> BuildAsync(int workers) => await QuartzSchedulerBuilder.Create(quartz => quartz
        .UseDefaultThreadPool(workers)
        .UsePersistentStore(store =>
        {
            store.UsePostgres(NpgsqlFactory.Instance, _address);
            store.UseSystemTextJsonSerializer();
            store.ProvisionSchema();
        })).BuildScheduler();

    private sealed class EmptyJob : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            Done.Add();
            return ValueTask.CompletedTask;
        }
    }
}
