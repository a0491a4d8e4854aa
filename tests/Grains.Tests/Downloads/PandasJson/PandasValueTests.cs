using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Downloads.PandasJson;

public sealed class PandasValueTests
{
    // What pandas 1.5.3 writes.
    [Theory]
    [InlineData(0.123456789012345, "0.123456789")]
    [InlineData(0.8550379349199714, "0.8550379349")]
    [InlineData(1.0, "1.0")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.0, "0.0")]
    [InlineData(1e-12, "0.0")]
    [InlineData(-1e-12, "-0.0")]
    [InlineData(5e-11, "0.0000000001")]
    [InlineData(2.5e-10, "0.0000000002")]
    [InlineData(1e-15, "0.0")]
    [InlineData(1e-16, "1e-16")]
    [InlineData(5e-324, "4.940656458e-324")]
    [InlineData(123456.99999999999, "123457.0")]
    [InlineData(9999999999999998.0, "9999999999999998.0")]
    [InlineData(1e16, "10000000000000000.0")]
    [InlineData(-1e16, "-10000000000000000.0")]
    [InlineData(10000000000000002.0, "1e+16")]
    [InlineData(1.2345678905e16, "1.23456789e+16")]
    [InlineData(1.2345678915e16, "1.234567892e+16")]
    [InlineData(1e20, "1e+20")]
    [InlineData(1e300, "1e+300")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.PositiveInfinity, "null")]
    [InlineData(double.NegativeInfinity, "null")]
    public void Floats_have_at_most_ten_decimals_and_at_least_one(double value, string json) => Assert.Equal(json, Written(value));

    [Fact]
    public void A_zero_has_no_sign() => Assert.Equal("0.0", Written(double.NegativeZero));

    [Property(MaxTest = 5000)]
    public bool A_float_that_needs_ten_decimals_is_read_back_to_the_last(int whole, uint fraction)
    {
        var value = whole + (fraction / 1e10);
        return Math.Abs(double.Parse(Written(value), CultureInfo.InvariantCulture) - value) <= 1e-10;
    }

    [Theory]
    [InlineData("\0\u0001\u001F\u007F\u0080", "\"\\u0000\\u0001\\u001f\u007F\\u0080\"")]
    [InlineData("\t\n\r\b\f\v", "\"\\t\\n\\r\\b\\f\\u000b\"")]
    [InlineData("<>&'/\\\"", "\"<>&'\\/\\\\\\\"\"")]
    [InlineData("\u2028\U0001F600", "\"\\u2028\\ud83d\\ude00\"")]
    public void Texts_are_escaped_to_ASCII(string text, string json) => Assert.Equal(json, Written(text));

    [Property(MaxTest = 2000)]
    public bool Every_text_is_read_back_and_is_ASCII(NonNull<string> text, PositiveInt times)
    {
        var whole = string.Concat(Enumerable.Repeat(new string([.. text.Get.Where(c => !char.IsSurrogate(c))]), times.Get * 50));
        var json = Written(whole);
        return Ascii.IsValid(json) && JsonSerializer.Deserialize<string>(json) == whole;
    }

    [Theory]
    [InlineData("2020-09-21T08:28:58.5139999", 1600676938513)]
    [InlineData("1970-01-01T00:00:00.0009999", 0)]
    [InlineData("1969-12-31T23:59:59.9999990", 0)]
    [InlineData("1969-12-31T23:59:59.0015000", -998)]
    public void Timestamps_are_whole_milliseconds_cut_off_towards_1970(string time, long milliseconds)
    {
        var json = new ArrayBufferWriter<byte>();
        PandasValue.Write(json, DateTime.Parse(time, CultureInfo.InvariantCulture));
        Assert.Equal($"{milliseconds}", Encoding.ASCII.GetString(json.WrittenSpan));
    }

    private static string Written(double value)
    {
        var json = new ArrayBufferWriter<byte>();
        PandasFloat.Write(json, value);
        return Encoding.ASCII.GetString(json.WrittenSpan);
    }

    private static string Written(string text)
    {
        var json = new ArrayBufferWriter<byte>();
        PandasText.Write(json, text);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
