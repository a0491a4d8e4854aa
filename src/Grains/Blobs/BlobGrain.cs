namespace Switchyard.Blobs;

/// <summary>
/// One transfer. What is appended flows into the store at once, with back-pressure; until the commit it is nobody's, and
/// it is dropped when this activation ends. A caller compares the committed length with what it sent: a transfer whose
/// silo died in the middle goes on in a new activation, which knows nothing of the beginning.
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
internal sealed class BlobGrain(IBlobStore store) : Grain, IBlobGrain
{
    private const int MaxPiece = 1 << 20;

    private BlobUpload? _upload;
    private string? _openId;
    private Stream? _open;

    public async Task<bool> AppendAsync(byte[] chunk, long maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chunk.Length, MaxPiece, nameof(chunk));
        _upload ??= new BlobUpload(store);
        if (_upload.Length + chunk.Length > maxLength)
        {
            await AbandonAsync();
            return false;
        }

        await _upload.AppendAsync(chunk);
        return true;
    }

    public async Task<BlobInfo> CommitAsync()
    {
        var upload = _upload ?? new BlobUpload(store);
        _upload = null;
        await using (upload)
        {
            var info = await upload.CommitAsync();
            DeactivateOnIdle();
            return info;
        }
    }

    public async Task AbandonAsync()
    {
        if (_upload is { } upload)
        {
            _upload = null;
            await upload.DisposeAsync();
        }
    }

    public async Task<long?> GetLengthAsync(string id) => (await OpenAsync(id))?.Length;

    public async Task<byte[]> ReadAsync(string id, long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxPiece);
        if (await OpenAsync(id) is not { } blob || offset >= blob.Length)
        {
            return [];
        }

        blob.Position = offset;
        var piece = new byte[Math.Min(count, blob.Length - offset)];
        await blob.ReadExactlyAsync(piece);
        return piece;
    }

    public Task<bool> DeleteAsync(string id) => store.DeleteAsync(id, CancellationToken.None);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await AbandonAsync();
        await CloseAsync();
    }

    /// <summary>The pieces of a download come one after the other: the stream stays open between them.</summary>
    private async Task<Stream?> OpenAsync(string id)
    {
        if (_openId != id)
        {
            await CloseAsync();
            _open = await store.OpenAsync(id, CancellationToken.None);
            _openId = _open is null ? null : id;
        }

        return _open;
    }

    private async Task CloseAsync()
    {
        if (_open is { } open)
        {
            (_open, _openId) = (null, null);
            await open.DisposeAsync();
        }
    }
}
