using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services;

public sealed partial class PythonFloatTests
{
    [Theory]
    [InlineData(0d, "0.0")]
    [InlineData(-0d, "-0.0")]
    [InlineData(1d, "1.0")]
    [InlineData(0.5, "0.5")]
    [InlineData(1000d, "1000.0")]
    [InlineData(123456.789, "123456.789")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00012345, "0.00012345")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000099999999999999991, "9.999999999999999e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(9999999999999998d, "9999999999999998.0")]
    [InlineData(1e16, "1e+16")]
    [InlineData(12345678901234567d, "1.2345678901234568e+16")]
    [InlineData(100000000000.00002, "100000000000.00002")]
    [InlineData(1e22, "1e+22")]
    [InlineData(1e23, "1e+23")]
    [InlineData(1e100, "1e+100")]
    [InlineData(-2.5e-9, "-2.5e-09")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014e-308")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308")]
    [InlineData(double.NaN, "nan")]
    [InlineData(double.PositiveInfinity, "inf")]
    [InlineData(double.NegativeInfinity, "-inf")]
    public void Floats_are_written_as_Python_writes_them(double value, string text)
    {
        Assert.Equal(text, PythonFloat.Format(value));
    }

    /// <summary>Made with Python: the bits of a number, and its repr(). Random ones, neighbours of powers of ten, the ends.</summary>
    [Fact]
    public void Hard_floats_are_written_as_Python_writes_them()
    {
        using var lines = new StreamReader(typeof(PythonFloatTests).Assembly.GetManifestResourceStream("python-floats.txt")!);
        var count = 0;
        while (lines.ReadLine()?.Split(' ') is [var bits, var text])
        {
            Assert.Equal(text, PythonFloat.Format(BitConverter.UInt64BitsToDouble(Convert.ToUInt64(bits, 16))));
            count++;
        }

        Assert.Equal(83, count);
    }

    [Property(MaxTest = 5000)]
    public void What_is_written_reads_back_as_the_same_bits(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(Spread(bits));

        Assert.True(PythonFloat.TryParse(PythonFloat.Format(value), out var back));
        Assert.Equal(value, back);
        Assert.Equal(double.IsNegative(value) && !double.IsNaN(value), double.IsNegative(back) && !double.IsNaN(back));
    }

    [Property(MaxTest = 5000)]
    public void What_is_written_has_Pythons_shape(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(Spread(bits));
        var text = PythonFloat.Format(value);

        Assert.Matches(Shape(), text);
        if (double.IsFinite(value) && value != 0)
        {
            Assert.Equal(Math.Abs(value) is < 1e-4 or >= 1e16, text.Contains('e'));
        }
    }

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData(" 2 ", 2)]
    [InlineData("\u00a02\n", 2)]
    [InlineData("1e5_0", 1e50)]
    [InlineData("1_000.2_5", 1000.25)]
    [InlineData("+.5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("-1E-2", -0.01)]
    [InlineData("007", 7)]
    [InlineData("\u0661\u0662", 12)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-nan", double.NaN)]
    [InlineData("inf", double.PositiveInfinity)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    public void Text_is_read_as_Python_reads_it(string text, double value)
    {
        Assert.True(PythonFloat.TryParse(text, out var read));
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1 2")]
    [InlineData("1,5")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("1_.0")]
    [InlineData("0x10")]
    [InlineData("infinit")]
    [InlineData("+-1")]
    [InlineData("--1")]
    [InlineData("\u221e")]
    [InlineData("1\0")]
    [InlineData("\u001f2")]
    [InlineData("\u00b2")]
    public void What_Python_refuses_is_refused(string text)
    {
        Assert.False(PythonFloat.TryParse(text, out _));
    }

    /// <summary>FsCheck's numbers are small: a mixing step makes all exponents as likely.</summary>
    private static long Spread(long bits) => unchecked((long)((ulong)bits * 0x9E3779B97F4A7C15UL) ^ (bits << 7));

    [GeneratedRegex(@"\A(nan|-?inf|-?[0-9]+\.[0-9]+|-?[1-9](\.[0-9]*[1-9])?e[+-]([0-9]{2}|[1-3][0-9]{2}))\z")]
    private static partial Regex Shape();
}
