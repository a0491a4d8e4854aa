using FsCheck.Xunit;
using Switchyard.Tables.Wire;

namespace Switchyard.Tables;

public class HumaniseTests
{
    [Theory]
    [InlineData(61.2, "1 minute 1 seconds")]
    [InlineData(61, "1 minute 1 second")]
    [InlineData(62, "1 minute 2 seconds")]
    [InlineData(60, "1 minute")]
    [InlineData(60.4, "1 minute 0 second")]
    [InlineData(0.4, "0 second")]
    [InlineData(0, "0 second")]
    [InlineData(-5, "0 second")]
    [InlineData(1, "1 second")]
    [InlineData(1.9, "1 seconds")]
    [InlineData(59.9, "59 seconds")]
    [InlineData(3600, "1 hour")]
    [InlineData(7322, "2 hours 2 minutes 2 seconds")]
    [InlineData(86400, "1 day")]
    [InlineData(45 * 86400 + 5, "45 days 5 seconds")]
    [InlineData(400L * 86400 + 3600, "400 days 1 hour")]
    public void Durations_read_as_the_originals(double seconds, string words) =>
        Assert.Equal(words, Humanise.Duration(TimeSpan.FromSeconds(seconds)));

    [Property]
    public void The_words_add_up_to_the_whole_seconds(int seconds)
    {
        var words = Humanise.Duration(TimeSpan.FromSeconds(Math.Abs((long)seconds))).Split(' ');

        var sum = words.Chunk(2).Sum(w => long.Parse(w[0], null) * w[1].TrimEnd('s') switch
        {
            "day" => 86_400,
            "hour" => 3_600,
            "minute" => 60,
            _ => 1,
        });
        Assert.Equal(Math.Abs((long)seconds), sum);
    }
}
