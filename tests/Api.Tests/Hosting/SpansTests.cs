using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tasks.Wire;

namespace Switchyard.Hosting;

public sealed class SpansTests
{
    private static Gen<TimeSpan> Milliseconds => Gen.Choose(0, int.MaxValue).Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds));

    [Property]
    public Property Each_form_says_the_same() => Prop.ForAll(Milliseconds.ToArbitrary(), span =>
    {
        Assert.Equal(span, Read(span.TotalSeconds.ToString("R", CultureInfo.InvariantCulture)));
        Assert.Equal(span, Read($"\"{span:c}\""));
        Assert.Equal(span, Read($"\"{XmlConvert.ToString(span)}\""));
        Assert.Equal(span, Read($"\"{(int)span.TotalHours}{span:\\:mm\\:ss\\.fffffff}\""));
    });

    [Property]
    public Property What_is_written_is_read_again() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(seconds => TimeSpan.FromSeconds(seconds) + TimeSpan.FromTicks(seconds % 10_000_000)).ToArbitrary(), span =>
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            TaskWriter.WriteSpan(json, "x"u8, span);
            json.WriteEndObject();
        }

        Assert.Equal(span, Read(JsonElement.Parse(buffer.WrittenSpan).GetProperty("x").GetRawText()));
    });

    [Property(MaxTest = 1000)]
    public void Any_text_is_a_span_or_none(NonNull<string> text)
    {
        if (Spans.TryRead(Encoding.UTF8.GetBytes(text.Get), out var span))
        {
            Assert.InRange(span, TimeSpan.Zero, Spans.Longest);
        }
    }

    [Property(MaxTest = 2000)]
    public Property What_looks_like_one_never_throws() => Prop.ForAll(
        Gen.Elements("PTWDHMS0123456789.,:".ToCharArray()).ArrayOf().ToArbitrary(),
        letters => Spans.TryRead(Encoding.UTF8.GetBytes(letters), out var span) is var read && (read || span == default));

    [Theory]
    [InlineData("90", "00:01:30")]
    [InlineData("0.5", "00:00:00.5")]
    [InlineData("1e2", "00:01:40")]
    [InlineData("\"PT1M30S\"", "00:01:30")]
    [InlineData("\"PT0,25S\"", "00:00:00.25")]
    [InlineData("\"P1DT2H\"", "1.02:00:00")]
    [InlineData("\"P2W\"", "14.00:00:00")]
    [InlineData("\"PT1.5H\"", "01:30:00")]
    [InlineData("\"48:00:00\"", "2.00:00:00")]
    [InlineData("\"1.12:00:00\"", "1.12:00:00")]
    [InlineData("\"0:00:01.5\"", "00:00:01.5")]
    public void It_is_read(string json, string span) => Assert.Equal(TimeSpan.Parse(span, CultureInfo.InvariantCulture), Read(json));

    [Theory]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("4000000000")]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    [InlineData("\"\"")]
    [InlineData("\"60\"")]
    [InlineData("\"P\"")]
    [InlineData("\"PT\"")]
    [InlineData("\"P1M\"")]
    [InlineData("\"P1Y\"")]
    [InlineData("\"P1W2D\"")]
    [InlineData("\"P1DT\"")]
    [InlineData("\"PT1S2M\"")]
    [InlineData("\"PT1.5M2S\"")]
    [InlineData("\"P1H\"")]
    [InlineData("\"-PT1S\"")]
    [InlineData("\"00:60:00\"")]
    [InlineData("\"1:2:3\"")]
    [InlineData("\"1.24:00:00\"")]
    [InlineData("\"00:00:00.\"")]
    [InlineData("\"00:00\"")]
    public void It_is_none(string json) => Assert.Null(Read(json));

    private static TimeSpan? Read(string text)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        json.Read();
        return Spans.TryRead(ref json, out var span) ? span : null;
    }
}
