using Switchyard.Hosting;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>The original's lists: whole, but read page by page.</summary>
internal static class JobLists
{
    private const int PageSize = 500;

    public static async Task<IResult> ReadAsync(
        IGrainFactory grains, TimeProvider time, JobFilter filter, CancellationToken cancellationToken)
    {
        var (queries, zone) = (grains.Reach<IJobQueriesGrain>(0), time.LocalTimeZone);
        return new StreamedList<JobView, JobJson>(
            await PageAsync(0).WaitAsync(cancellationToken), PageAsync, job => JobJson.Of(job, zone), JobsJson.Default.JobJson);

        async Task<ListPage<JobView>> PageAsync(long after)
        {
            var page = await queries.ListAsync(filter, after, PageSize);
            // A node of the last release does not know whose jobs are wanted.
            return new ListPage<JobView>([.. page.Jobs.Where(job => filter.Owner is null || job.Owner == filter.Owner)], page.Next);
        }
    }

    public static async Task<IResult> ReadTargetsAsync(IGrainFactory grains, TimeProvider time, CancellationToken cancellationToken)
    {
        var (queries, zone) = (grains.Reach<IJobQueriesGrain>(0), time.LocalTimeZone);
        return new StreamedList<TargetView, TargetJson>(
            await PageAsync(0).WaitAsync(cancellationToken), PageAsync, target => TargetJson.Of(target, zone), JobsJson.Default.TargetJson);

        async Task<ListPage<TargetView>> PageAsync(long after)
        {
            var page = await queries.ListTargetsAsync(after, PageSize);
            return new ListPage<TargetView>(page.Targets, page.Next);
        }
    }
}
