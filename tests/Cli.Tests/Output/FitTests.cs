namespace Switchyard.Cli.Output;

/// <summary>How columns share a line.</summary>
public sealed class FitTests
{
    [Fact]
    public void What_fits_is_left_as_it_is() => Assert.Equal([5, 10], Fit.Of([(5, false, 0), (10, true, 0)], 17));

    [Fact]
    public void What_is_long_is_cut_first_and_the_longest_most() => Assert.Equal([5, 15, 16], Fit.Of([(5, false, 0), (16, true, 0), (40, true, 0)], 40));

    [Fact]
    public void What_can_be_spared_goes_when_cutting_is_not_enough() => Assert.Equal([5, 0, 21], Fit.Of([(5, false, 0), (20, false, 1), (40, true, 0)], 28));

    [Fact]
    public void What_cannot_be_spared_stays() => Assert.Equal([30, 12], Fit.Of([(30, false, 0), (40, true, 0)], 20));
}
