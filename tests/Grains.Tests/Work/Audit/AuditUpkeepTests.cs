namespace Switchyard.Work.Audit;

public sealed class AuditUpkeepTests
{
    [Theory]
    [InlineData("00:00:02", "00:00:01")]
    [InlineData("00:10:00", "00:00:06")]
    [InlineData("365.00:00:00", "01:00:00")]
    public void The_shorter_it_is_kept_the_oftener_it_is_looked_at(string retention, string every) =>
        Assert.Equal(TimeSpan.Parse(every, null), AuditUpkeep.Every(TimeSpan.Parse(retention, null)));
}
