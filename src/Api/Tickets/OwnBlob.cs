using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>A blob that a request made and nobody else knows of. Unless it was kept it goes with this.</summary>
/// <param name="id">Null: there is none until it is written.</param>
internal sealed class OwnBlob(IBlobStore blobs, string? id = null) : IAsyncDisposable
{
    private bool _kept;

    /// <summary>Null until it was written.</summary>
    public string? Id { get; private set; } = id;

    public async Task WriteAsync(Stream content, long most, CancellationToken cancellationToken) =>
        Id = (await blobs.WriteAsync(content, most, cancellationToken)).Id;

    /// <summary>Someone refers to the blob now, or may do so.</summary>
    public void Keep() => _kept = true;

    public async ValueTask DisposeAsync()
    {
        if (Id is null || _kept)
        {
            return;
        }

        try
        {
            // The request may be dead; the blob must go all the same.
            await blobs.DeleteAsync(Id, CancellationToken.None);
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            // A blob nobody refers to costs space only, and is swept some day; the answer to the client matters more.
        }
    }
}
