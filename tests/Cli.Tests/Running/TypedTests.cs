using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Cli.Running;

/// <summary>Spans and times as people type them.</summary>
public sealed class TypedTests
{
    [Theory]
    [InlineData("90", "90")]
    [InlineData("30s", "30")]
    [InlineData("5m", "300")]
    [InlineData("1.5h", "5400")]
    [InlineData("7d", "604800")]
    [InlineData("PT30S", "\"PT30S\"")]
    [InlineData("00:01:00", "\"00:01:00\"")]
    public void Spans_are_seconds_and_the_rest_is_the_nodes_to_read(string typed, string json) => Assert.Equal(json, Spans.ToJson(typed)!.ToJsonString());

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5 m")]
    [InlineData("-5m")]
    [InlineData("99999999999999999999d")]
    public void What_is_no_span_is_refused(string typed) => Assert.Throws<UsageException>(() => Spans.Read(typed));

    [Theory]
    [InlineData("2h", "2026-01-31T10:00:00.0000000+00:00")]
    [InlineData("2026-01-31T09:00Z", "2026-01-31T09:00:00.0000000+00:00")]
    [InlineData("2026-01-31T09:00+02:00", "2026-01-31T09:00:00.0000000+02:00")]
    public void A_time_is_a_time_or_a_span_ago(string typed, string at) =>
        Assert.Equal(at, Moments.Read(typed, new FakeTimeProvider(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero))));
}
