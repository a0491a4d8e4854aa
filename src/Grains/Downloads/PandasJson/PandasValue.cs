using System.Buffers;
using System.Buffers.Text;

namespace Switchyard.Downloads.PandasJson;

/// <summary>Values as pandas writes them in JSON.</summary>
internal static class PandasValue
{
    private const int LongestInteger = 20;

    public static void WriteNull(IBufferWriter<byte> json) => json.Write("null"u8);

    public static void Write(IBufferWriter<byte> json, bool value) => json.Write(value ? "true"u8 : "false"u8);

    public static void Write(IBufferWriter<byte> json, long value)
    {
        Utf8Formatter.TryFormat(value, json.GetSpan(LongestInteger), out var written);
        json.Advance(written);
    }

    /// <summary>Whole milliseconds since 1970; a part of one is cut off, towards 1970.</summary>
    public static void Write(IBufferWriter<byte> json, DateTime value) => Write(json, Math.DivRem(value.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMillisecond).Quotient);

    public static void Write(IBufferWriter<byte> json, IReadOnlyList<string?> values)
    {
        json.Write("["u8);
        for (var i = 0; i < values.Count; i++)
        {
            json.Write(i == 0 ? ""u8 : ","u8);
            if (values[i] is { } text)
            {
                PandasText.Write(json, text);
            }
            else
            {
                WriteNull(json);
            }
        }

        json.Write("]"u8);
    }
}
