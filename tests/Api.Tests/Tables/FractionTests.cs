using System.Globalization;
using FsCheck;
using FsCheck.Xunit;
using Switchyard.Tables.Wire;

namespace Switchyard.Tables;

public class FractionTests
{
    // What Python's str(round(100 * mapped / total, 2)) prints.
    [Theory]
    [InlineData(0, 0, "0.0")]
    [InlineData(0, 5, "0.0")]
    [InlineData(5, 5, "100.0")]
    [InlineData(1, 8, "12.5")]
    [InlineData(1, 800, "0.12")]
    [InlineData(3, 800, "0.38")]
    [InlineData(5, 800, "0.62")]
    [InlineData(7, 800, "0.88")]
    [InlineData(201, 1600, "12.56")]
    [InlineData(203, 1600, "12.69")]
    [InlineData(1, 3, "33.33")]
    [InlineData(2, 3, "66.67")]
    [InlineData(1, 1_000_000_000, "0.0")]
    [InlineData(999_999, 1_000_000, "100.0")]
    [InlineData(12_345, 100_000, "12.35")]
    [InlineData(2_675, 100_000, "2.67")]
    [InlineData(1_005, 100_000, "1.0")]
    [InlineData(135_773, 135_774, "100.0")]
    [InlineData(545, 34_294, "1.59")]
    public void Coverage_reads_as_python_writes_it(long mapped, long total, string text) =>
        Assert.Equal(text, Fraction.Text(mapped, total));

    [Property]
    public void It_is_within_half_a_hundredth(NonNegativeInt a, PositiveInt b)
    {
        var (mapped, total) = (a.Get, a.Get + b.Get);

        var text = Fraction.Text(mapped, total);

        Assert.True(Math.Abs(double.Parse(text, CultureInfo.InvariantCulture) - (100.0 * mapped / total)) <= 0.005_000_001);
        Assert.Contains('.', text);
    }
}
