using Switchyard.Hosting;

namespace Switchyard.Expertise;

public static class ExpertiseGrains
{
    /// <summary>The grain of a job.</summary>
    /// <param name="id">Positive; there need not be such a job.</param>
    public static IExpertiseJobGrain GetExpertiseJob(this IGrainFactory grains, long id) =>
        grains.Reach<IExpertiseJobGrain>(ExpertiseNames.Kind, id);

    /// <summary>The jobs of the door.</summary>
    public static IExpertiseJobsGrain GetExpertiseJobs(this IGrainFactory grains) => grains.Reach<IExpertiseJobsGrain>(0);
}
