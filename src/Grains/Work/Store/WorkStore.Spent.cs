using System.Threading.Channels;

namespace Switchyard.Work.Store;

/// <summary>Blobs that transactions took away and that are to be deleted.</summary>
public sealed partial class WorkStore
{
    /// <summary>Says that there are some since it was last heard.</summary>
    private readonly Channel<bool> _spent = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public ValueTask<bool> WaitForSpentBlobsAsync(CancellationToken cancellationToken) => _spent.Reader.ReadAsync(cancellationToken);

    public Task<IReadOnlyList<string>> ReadSpentBlobsAsync(string after, int limit, CancellationToken cancellationToken = default) =>
        _records.SpentBlobsAsync(after, limit, cancellationToken);

    public Task ForgetSpentBlobsAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken = default) => SoloAsync(
        async (connection, _) =>
        {
            await _removal.ForgetSpentAsync(connection, blobs);
            return true;
        },
        cancellationToken);

    private T SaidIfSpent<T>(T answer, Func<T, IReadOnlyList<string>> blobs)
    {
        SayIfSpent(blobs(answer).Count > 0);
        return answer;
    }

    private void SayIfSpent(bool spent)
    {
        if (spent)
        {
            _spent.Writer.TryWrite(true);
        }
    }
}
