using FsCheck.Xunit;

namespace Switchyard.Work.Retention;

public sealed class RetentionPaceTests
{
    [Property]
    public void A_step_stays_within_bounds_and_others_have_as_long_as_it_took(ushort[] milliseconds)
    {
        var pace = RetentionPace.First;
        foreach (var took in milliseconds.Select(length => TimeSpan.FromMilliseconds(length)))
        {
            var next = pace.After(took);
            Assert.InRange(next.Size, 10, 500);
            Assert.True(took.TotalMilliseconds > 100 ? next.Size <= pace.Size : next.Size >= pace.Size);
            Assert.True(RetentionPace.PauseAfter(took) >= took);
            pace = next;
        }
    }

    [Theory]
    [InlineData("00:00:01", "00:00:00.25")]
    [InlineData("00:00:20", "00:00:05")]
    [InlineData("365.00:00:00", "00:00:15")]
    public void The_shorter_something_is_kept_the_oftener_it_is_looked_at(string keep, string every) =>
        Assert.Equal(TimeSpan.Parse(every, null), RetentionPace.EveryOf(TimeSpan.Parse(keep, null)));
}
