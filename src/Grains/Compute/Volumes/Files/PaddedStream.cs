namespace Switchyard.Compute.Volumes.Files;

/// <summary>
/// A source that never ends, but goes on with 0xFF. The runtime takes a compressed stream that breaks off before its checksum for a
/// whole one; given this to read it meets a wrong checksum, or more data, or an <see cref="InvalidDataException"/> from here. After
/// a whole stream padding is ignored.
/// </summary>
internal sealed class PaddedStream(Stream source) : ReadOnlyStream
{
    // A damaged gzip header could swallow padding for ever.
    private const int Most = 256 * 1024;

    private int _padded;

    public bool IsPadding => _padded > 0;

    public override int Read(Span<byte> buffer)
    {
        var read = IsPadding ? 0 : source.Read(buffer);
        if (read > 0 || buffer.IsEmpty)
        {
            return read;
        }

        _padded = _padded < Most ? _padded + buffer.Length : throw new InvalidDataException();
        buffer.Fill(0xFF);
        return buffer.Length;
    }
}
