namespace Switchyard.Blobs;

/// <summary>Gives its content in pieces, as a network does, and can break off or be cancelled on the way.</summary>
internal sealed class TricklingStream(
    byte[] content, int piece, int breakAt = int.MaxValue, (int Position, CancellationTokenSource Source)? cancelAt = null)
    : MemoryStream(content)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (Position >= breakAt)
        {
            throw new IOException("The sender is gone.");
        }

        if (cancelAt is { } cancel && Position >= cancel.Position)
        {
            await cancel.Source.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await base.ReadAsync(buffer[..Math.Min(piece, buffer.Length)], cancellationToken);
    }
}
