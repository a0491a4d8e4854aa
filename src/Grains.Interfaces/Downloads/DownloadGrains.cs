using Switchyard.Hosting;

namespace Switchyard.Downloads;

public static class DownloadGrains
{
    /// <summary>A classifier's archive.</summary>
    /// <param name="clfId">There need not be such a classifier.</param>
    public static IClassifierGrain GetClassifier(this IGrainFactory grains, int clfId) => grains.Reach<IClassifierGrain>(clfId);

    /// <summary>What hears the application.</summary>
    public static IDownloadListenerGrain GetDownloadListener(this IGrainFactory grains) => grains.Reach<IDownloadListenerGrain>(0);
}
