namespace Switchyard.Compute.Archives;

/// <summary>Numbers of xz: seven bits a byte, the lowest first, up to nine bytes.</summary>
internal static class XzNumber
{
    private const int Longest = 9;

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ulong Take(ref ReadOnlySpan<byte> from)
    {
        var value = 0UL;
        for (var i = 0; i < Math.Min(Longest, from.Length); i++)
        {
            value |= (ulong)(from[i] & 0x7F) << (7 * i);
            if (from[i] < 0x80)
            {
                from = from[(i + 1)..];
                return value;
            }
        }

        throw new InvalidDataException("A number in it is damaged.");
    }
}
