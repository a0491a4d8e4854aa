using Switchyard.Compute;

namespace Switchyard.Downloads;

/// <summary>One build of one archive. The key is its id.</summary>
[Alias("switchyard.downloads.download-grain")]
public interface IDownloadGrain : IComputeItemGrain
{
    /// <summary>The application's database knows of this build's failure.</summary>
    [Alias("settled")]
    Task SettledAsync();
}
