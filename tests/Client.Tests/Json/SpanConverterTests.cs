using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Client.Json;

public sealed class SpanConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new SpanConverter() } };

    [Property]
    public bool What_is_written_is_read(int seconds, byte tenths)
    {
        var span = TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(100 * (tenths % 10));
        return JsonSerializer.Deserialize<TimeSpan>(JsonSerializer.Serialize(span, Options), Options) == span;
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("\"00:01:30\"", 90)]
    [InlineData("\"7.00:00:00\"", 604_800)]
    [InlineData("\"PT1M30S\"", 90)]
    [InlineData("\"P1DT1S\"", 86_401)]
    public void All_forms_of_the_wire_are_read(string json, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), JsonSerializer.Deserialize<TimeSpan>(json, Options));

    [Theory]
    [InlineData("\"soon\"")]
    [InlineData("1e300")]
    [InlineData("\"P1\"")]
    public void Anything_else_is_no_span(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<TimeSpan>(json, Options));

    [Fact]
    public void Seconds_are_written_as_a_number() => Assert.Equal("90", JsonSerializer.Serialize(TimeSpan.FromSeconds(90), Options));
}
