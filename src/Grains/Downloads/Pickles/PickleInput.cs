using System.Buffers.Binary;
using System.Text;

namespace Switchyard.Downloads.Pickles;

/// <summary>The bytes of a pickle, from its start to its end. No length in them is believed before it is compared to what is left.</summary>
internal ref struct PickleInput(ReadOnlySpan<byte> rest)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = rest;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <summary>An integer of at most 64 bits, little-endian in two's complement without needless bytes.</summary>
    public long Long(int length)
    {
        if (length > sizeof(long))
        {
            throw new PickleRefusedException("The pickle holds an integer of more than 64 bits.");
        }

        var value = 0L;
        var bytes = Take(length);
        for (var i = length - 1; i >= 0; i--)
        {
            value = i == length - 1 ? (sbyte)bytes[i] : (value << 8) | bytes[i];
        }

        return value;
    }

    public byte[] Bytes(uint length) => Take(length).ToArray();

    /// <summary>Bytes whose length comes first, in eight bytes.</summary>
    public byte[] LongBytes()
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
        return Take((long)Math.Min(length, long.MaxValue)).ToArray();
    }

    public string Text(uint length) => Decode(Take(length));

    /// <summary>The text up to the end of the line, without that.</summary>
    public string Line()
    {
        var end = _rest.IndexOf((byte)'\n');
        var line = Decode(Take(end < 0 ? long.MaxValue : end));
        Take(1);
        return line;
    }

    /// <summary>How long a part is that follows; nothing is taken of it.</summary>
    public void Frame()
    {
        if (BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))) > (ulong)_rest.Length)
        {
            throw Truncated();
        }
    }

    private static PickleRefusedException Truncated() => new("The pickle ends too early.");

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return Utf8.GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw new PickleRefusedException("The pickle holds a text that is not UTF-8.");
        }
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length > _rest.Length)
        {
            throw Truncated();
        }

        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
