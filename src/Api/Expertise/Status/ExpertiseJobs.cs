using System.Globalization;
using System.Runtime.CompilerServices;
using Switchyard.Expertise.Identity;
using Switchyard.Hosting;

namespace Switchyard.Expertise.Status;

/// <summary>Finds jobs that a caller may see.</summary>
internal sealed class ExpertiseJobs(IGrainFactory grains, PatientCalls calls)
{
    /// <remarks>A job shows a request of up to a megabyte.</remarks>
    private const int PageSize = 100;

    /// <param name="id">As it was sent; anything.</param>
    /// <exception cref="ExpertiseRefusedException">There is no such job, or it is another's.</exception>
    public async Task<ExpertiseView> FindAsync(string id, Caller caller, ExpertiseStyle style, CancellationToken cancellationToken)
    {
        var job = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && id[0] != '0'
            ? await calls.AskAsync(() => grains.GetExpertiseJob(number).LookAsync(), cancellationToken)
            : null;
        return job switch
        {
            null => throw style.NoJob,
            _ when !caller.MaySee(job) => throw style.NotYours,
            _ => job,
        };
    }

    /// <summary>In the order of submission.</summary>
    /// <param name="owner">Null: everyone's.</param>
    public async IAsyncEnumerable<ExpertiseView> ListAsync(string? owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (long? after = 0; after is { } cursor;)
        {
            var page = await calls.AskAsync(() => grains.GetExpertiseJobs().ListAsync(owner, cursor, PageSize), cancellationToken);
            foreach (var job in page.Jobs)
            {
                yield return job;
            }

            after = page.Next;
        }
    }
}
