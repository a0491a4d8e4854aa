using System.Globalization;
using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Logs;

namespace Switchyard.Jobs;

/// <summary>The lines of a job's log, each with its time.</summary>
internal sealed class JobItemLog(IGrainFactory grains) : IItemLog
{
    public string Kind => JobNames.Kind;

    public async Task<string?> ReadAsync(WorkItemView item) => await grains.Reach<IJobGrain>(item.Id).GetJobAsync() is { } job
        ? string.Concat(job.Log.Select(line => $"{line.At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {line.Message}\n"))
        : null;
}
