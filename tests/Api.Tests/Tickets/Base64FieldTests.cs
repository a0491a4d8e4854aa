using FsCheck.Xunit;
using Switchyard.Tickets.Classic;

namespace Switchyard.Tickets;

public sealed class Base64FieldTests
{
    [Property]
    public async Task What_was_encoded_comes_back_however_it_arrives(byte[] content, byte step, bool lines)
    {
        // Long enough for several buffers.
        var whole = Enumerable.Repeat(content, 1 + (content.Length > 0 ? 150_000 / content.Length : 0)).SelectMany(bytes => bytes).ToArray();
        var text = Convert.ToBase64String(whole, lines ? Base64FormattingOptions.InsertLineBreaks : Base64FormattingOptions.None);
        using var arriving = new Pieces(System.Text.Encoding.ASCII.GetBytes(text), 1 + (step * 64));
        using var decoded = new MemoryStream();

        await Base64Field.DecodeAsync(arriving, bytes => decoded.WriteAsync(bytes), CancellationToken.None);

        Assert.True(whole.AsSpan().SequenceEqual(decoded.ToArray()));
    }

    /// <summary>Gives no more at once than it is told to.</summary>
    private sealed class Pieces(byte[] content, int most) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}
