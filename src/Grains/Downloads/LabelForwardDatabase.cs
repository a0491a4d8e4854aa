namespace Switchyard.Downloads;
internal sealed class LabelForwardDatabase
{
    public Task<bool> MarkRequestedAsync(int clfId, CancellationToken c = default) => throw new NotSupportedException();
    public Task SettleFailedAsync(int clfId, CancellationToken c = default) => throw new NotSupportedException();
    public Task<int?> ReadStatusAsync(int clfId, CancellationToken c = default) => throw new NotSupportedException();
    public Task<IReadOnlyList<int>> ReadRequestedAsync(CancellationToken c = default) => throw new NotSupportedException();
    public Task<(int DownloadId, long Length)?> FindArchiveAsync(int clfId, CancellationToken c = default) => throw new NotSupportedException();
    public Task<byte[]?> ReadArchiveAsync(int id, long offset, int count, CancellationToken c = default) => throw new NotSupportedException();
}
