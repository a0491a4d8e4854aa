using System.Buffers;
using System.Buffers.Text;

namespace Switchyard.Tickets.Classic;

/// <summary>Decodes base64 while it arrives, with line breaks or without.</summary>
/// <remarks>The framework's transform passes over an end that is no whole group: a damaged volume would look whole.</remarks>
internal static class Base64Field
{
    private const int Group = 4;
    private const int Buffer = 64 * 1024;

    /// <exception cref="FormatException">It is not base64.</exception>
    public static async Task DecodeAsync(Stream from, Func<ReadOnlyMemory<byte>, ValueTask> write, CancellationToken cancellationToken)
    {
        var (text, bytes, held) = (new byte[Buffer], new byte[Buffer], 0);
        while (true)
        {
            var count = await from.ReadAsync(text.AsMemory(held), cancellationToken);
            held += Squeeze(text.AsSpan(held, count));

            // The last group waits: it may be the one with the padding.
            var ready = count == 0 ? held : Math.Max(0, held - 1) / Group * Group;
            if (Base64.DecodeFromUtf8(text.AsSpan(0, ready), bytes, out _, out var written, isFinalBlock: count == 0) != OperationStatus.Done)
            {
                throw new FormatException("It is not base64.");
            }

            await write(bytes.AsMemory(0, written));
            if (count == 0)
            {
                return;
            }

            text.AsSpan(ready, held - ready).CopyTo(text);
            held -= ready;
        }
    }

    /// <summary>Moves what is no white space to the front.</summary>
    private static int Squeeze(Span<byte> text)
    {
        var kept = 0;
        foreach (var letter in text)
        {
            if (letter is not ((byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t'))
            {
                text[kept++] = letter;
            }
        }

        return kept;
    }
}
