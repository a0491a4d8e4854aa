using System.Globalization;
using System.Text;

namespace Switchyard.Compute.Archives;

/// <summary>What a description says of the member after it.</summary>
/// <param name="Name">Instead of the header's; null: the header's.</param>
/// <param name="Length">Likewise.</param>
/// <param name="IsSparse">Whether the member cannot be read without the map of its holes.</param>
internal readonly record struct TarAttributes(string? Name, long? Length, bool IsSparse)
{
    /// <summary>Adds records of the form <c>{length of the record} {key}={value}\n</c>; null when they are not.</summary>
    public TarAttributes? With(ReadOnlySpan<byte> records)
    {
        var known = this;
        while (!records.IsEmpty && records[0] != 0)
        {
            var blank = records.IndexOf((byte)' ');
            if (blank is < 1 or > 9
                || !int.TryParse(records[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= blank + 1 || length > records.Length || records[length - 1] != '\n')
            {
                return null;
            }

            var record = records[(blank + 1)..(length - 1)];
            var sign = record.IndexOf((byte)'=');
            if (sign < 1 || known.With(record[..sign], record[(sign + 1)..]) is not { } next)
            {
                return null;
            }

            known = next;
            records = records[length..];
        }

        return known;
    }

    private TarAttributes? With(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("path"u8))
        {
            return this with { Name = Encoding.UTF8.GetString(value) };
        }

        if (key.SequenceEqual("size"u8))
        {
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                ? this with { Length = length }
                : null;
        }

        return key.StartsWith("GNU.sparse."u8) ? this with { IsSparse = true } : this;
    }
}
