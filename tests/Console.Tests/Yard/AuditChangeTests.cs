using Switchyard.Work.Audit.Pages;

namespace Switchyard.OperatorConsole.Yard;

public sealed class AuditChangeTests
{
    [Fact]
    public void Of_two_objects_the_members_that_differ_are_told() => Assert.Equal(
        ["lease: 00:01:00 \u2192 00:10:00", "backoff.factor: 2 \u2192 3", "rate: none \u2192 \u2013", "rate.limit: \u2013 \u2192 5"],
        AuditChange.Of(
            """{"Lease":"00:01:00","MaxAttempts":5,"Backoff":{"Factor":2},"Rate":null}""",
            """{"Lease":"00:10:00","MaxAttempts":5,"Backoff":{"Factor":3},"Rate":{"Limit":5}}"""));

    [Theory]
    [InlineData(null, null)]
    [InlineData("open", "paused: x", "open \u2192 paused: x")]
    [InlineData(null, "queued", "\u2013 \u2192 queued")]
    [InlineData("{broken", "{}", "{broken \u2192 {}")]
    public void Of_words_both_are_told(string? before, string? after, params string[] told) => Assert.Equal(told, AuditChange.Of(before, after));
}
