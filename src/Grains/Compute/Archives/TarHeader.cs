using System.Text;

namespace Switchyard.Compute.Archives;

/// <summary>The header of a tar member: one block.</summary>
/// <param name="Name">Its whole path.</param>
/// <param name="Length">Bytes that follow, if its kind has any.</param>
internal readonly record struct TarHeader(string Name, long Length, char Kind)
{
    /// <summary>Everything in a tar begins at a multiple of this.</summary>
    public const int BlockLength = 512;

    public const char LongName = 'L';
    public const char LongLink = 'K';
    public const char Attributes = 'x';
    public const char SolarisAttributes = 'X';
    public const char SharedAttributes = 'g';
    private const char Sparse = 'S';

    private static readonly Range NameField = ..100;
    private static readonly Range LengthField = 124..136;
    private static readonly Range ChecksumField = 148..156;
    private static readonly Range MagicField = 257..263;
    private static readonly Range PrefixField = 345..500;
    private const int KindAt = 156;

    /// <summary>A regular file, under the three letters it has had.</summary>
    public bool IsFile => Kind is '0' or '\0' or '7';

    /// <summary>Whether it describes the member after it.</summary>
    public bool IsDescription => Kind is LongName or LongLink or Attributes or SolarisAttributes or SharedAttributes;

    /// <summary>Links, devices, directories and pipes have no content, whatever their header says.</summary>
    public bool HasContent => Kind is not (>= '1' and <= '6');

    /// <summary>Whether it cannot be read without the map of its holes.</summary>
    public bool IsSparse => Kind == Sparse;

    /// <summary>A block of zeros ends the archive.</summary>
    public static bool IsEnd(ReadOnlySpan<byte> block) => block.IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Null when the block is no header.</summary>
    public static TarHeader? Parse(ReadOnlySpan<byte> block)
    {
        if (ParseNumber(block[ChecksumField]) is not { } checksum || checksum != Checksum(block) || ParseNumber(block[LengthField]) is not { } length)
        {
            return null;
        }

        var name = ParseText(block[NameField]);
        var prefix = block[MagicField].SequenceEqual("ustar\0"u8) ? ParseText(block[PrefixField]) : "";
        return new TarHeader(prefix.Length > 0 ? $"{prefix}/{name}" : name, length, (char)block[KindAt]);
    }

    /// <summary>Up to the first NUL.</summary>
    public static string ParseText(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>The sum of all bytes, with blanks where it is written itself.</summary>
    private static long Checksum(ReadOnlySpan<byte> block)
    {
        var sum = 0L;
        for (var i = 0; i < block.Length; i++)
        {
            sum += i is >= 148 and < 156 ? ' ' : block[i];
        }

        return sum;
    }

    /// <summary>Octal digits, or big-endian bytes after a set bit; null when negative, too large or neither.</summary>
    private static long? ParseNumber(ReadOnlySpan<byte> field)
    {
        if (field[0] == 0x80)
        {
            var value = 0L;
            foreach (var part in field[1..])
            {
                if (value > long.MaxValue >> 9)
                {
                    return null;
                }

                value = (value << 8) | part;
            }

            return value;
        }

        var end = field.IndexOf((byte)0);
        var number = 0L;
        foreach (var digit in (end < 0 ? field : field[..end]).Trim((byte)' '))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return number;
    }
}
