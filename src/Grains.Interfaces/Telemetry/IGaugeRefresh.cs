namespace Switchyard.Telemetry;

/// <summary>Brings up to date what gauges tell of the whole cluster, which is read from the store.</summary>
public interface IGaugeRefresh
{
    /// <summary>To be called before gauges are collected. Never fails, and takes two seconds at most: what is not known then is not told.</summary>
    Task RefreshAsync();
}
