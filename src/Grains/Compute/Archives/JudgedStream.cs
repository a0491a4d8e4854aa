namespace Switchyard.Compute.Archives;

/// <summary>
/// Reads what a library unpacks. What it throws of damaged bytes is of many kinds, and becomes one; what the disk throws stays
/// what it is.
/// </summary>
/// <param name="unpacking">Over a stream that never ends with an <see cref="EndOfStreamException"/> of its own; disposed with this.</param>
internal sealed class JudgedStream(Stream unpacking) : ForwardStream
{
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return unpacking.Read(buffer);
        }
        catch (Exception damage) when (damage is EndOfStreamException or not (IOException or InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException("It is damaged or cut short.", damage);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacking.Dispose();
        }

        base.Dispose(disposing);
    }
}
