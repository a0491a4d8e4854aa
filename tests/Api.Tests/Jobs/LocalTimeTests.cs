using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

public sealed class LocalTimeTests
{
    private static readonly TimeZoneInfo There = TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(2), "there", "there");

    [Theory]
    [InlineData("2026-01-01T22:30:00Z", "2026-01-02T00:30:00")]
    [InlineData("2026-01-01T00:00:00.1Z", "2026-01-01T02:00:00.100000")]
    [InlineData("2026-01-01T00:00:00.0000019Z", "2026-01-01T02:00:00.000001")]
    [InlineData("2026-01-01T00:00:00.0000009Z", "2026-01-01T02:00:00")]
    [InlineData("2026-01-01T00:00:00+05:00", "2025-12-31T21:00:00")]
    public void Times_are_local_and_have_a_fraction_when_there_is_one(string at, string written) =>
        Assert.Equal(written, LocalTime.Format(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), There));
}
