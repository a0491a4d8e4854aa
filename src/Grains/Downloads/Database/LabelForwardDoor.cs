using Microsoft.Extensions.Options;

namespace Switchyard.Downloads.Database;

/// <summary>The application's database, if the door is on.</summary>
internal sealed class LabelForwardDoor(IOptions<DownloadsOptions> options) : IAsyncDisposable
{
    /// <summary>Null when the door is off.</summary>
    public LabelForwardDatabase? Database { get; } = options.Value.ConnectionString is { } connection ? new(connection) : null;

    public ValueTask DisposeAsync() => Database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
