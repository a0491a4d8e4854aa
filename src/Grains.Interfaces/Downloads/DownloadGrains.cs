namespace Switchyard.Downloads;

public static class DownloadGrains
{
    /// <summary>A classifier's archive.</summary>
    /// <param name="clfId">There need not be such a classifier.</param>
    public static IClassifierGrain GetClassifier(this IGrainFactory grains, int clfId) => grains.GetGrain<IClassifierGrain>(clfId);

    /// <summary>What hears the application.</summary>
    public static IDownloadListenerGrain GetDownloadListener(this IGrainFactory grains) => grains.GetGrain<IDownloadListenerGrain>(0);
}
