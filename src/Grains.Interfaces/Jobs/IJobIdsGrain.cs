using Switchyard.Hosting;

namespace Switchyard.Jobs;

/// <summary>
/// Gives ids beforehand, so that the jobs of one request are made side by side and still have ids in their order. A stateless
/// worker; the key is always 0.
/// </summary>
[Alias("switchyard.jobs.ids-grain")]
public interface IJobIdsGrain : IGrainWithIntegerKey
{
    /// <summary>The first of so many ids in a row. What is not used of them is never given again.</summary>
    /// <param name="count">1 to 1,000.</param>
    [Alias("reserve"), Repeatable]
    Task<long> ReserveAsync(int count);
}
