namespace Switchyard.Downloads.Database;

/// <summary>The application's database, if the door is on.</summary>
internal sealed class LabelForwardDoor(DownloadsOptions options) : IAsyncDisposable
{
    /// <summary>Null when the door is off.</summary>
    public LabelForwardDatabase? Database { get; } = options.ConnectionString is { } connection ? new(connection) : null;

    public ValueTask DisposeAsync() => Database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
