using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Text;

public sealed class StrictJsonTests
{
    private static Arbitrary<string> Texts { get; } =
        Gen.Elements("\"", "\\", "NaN", "Infinity", "-Infinity", "N", "Na", "I", "Infin", "null", "7", "[", "]", ",", "ä", "\uFEFF")
            .ArrayOf().Select(parts => string.Concat(parts)).ToArbitrary();

    /// <summary>JSON as Python writes it, beside what the standard would have in its place.</summary>
    private static Arbitrary<(string Python, string Standard)> Values { get; } = Value(3).ToArbitrary();

    [Theory]
    [InlineData("[NaN,Infinity,-Infinity]", "[1e999,1e999,-1e999]", "[0.5,0.500000,-0.500000]")]
    [InlineData("{\"NaN\":\"Infinity \\\" NaN\",\"x\":NaN}", "{\"NaN\":\"Infinity \\\" NaN\",\"x\":1e999}", "{\"NaN\":\"Infinity \\\" NaN\",\"x\":0.5}")]
    [InlineData("[\"\\\\\",NaN]", "[\"\\\\\",1e999]", "[\"\\\\\",0.5]")]
    [InlineData("[Nan,NaX,Infinit]", "[Nan,NaX,Infinit]", "[Nan,NaX,Infinit]")]
    [InlineData("[NNaN", "[N1e999", "[N0.5")]
    [InlineData("Na", "Na", "Na")]
    [InlineData("", "", "")]
    public void The_words_of_python_become_numbers(string json, string mended, string inPlace)
    {
        Assert.Equal(mended, Pass(json, keepsPlaces: false));
        Assert.Equal(inPlace, Pass(json, keepsPlaces: true));
    }

    [Theory]
    [InlineData("\uFEFF[1]", "[1]")]
    [InlineData("[1,\uFEFF2]", "[1,\uFEFF2]")]
    [InlineData("\uFEFF", "")]
    public void A_mark_at_the_start_is_left_out(string json, string passed) => Assert.Equal(passed, Pass(json, keepsPlaces: true));

    [Fact]
    public void Half_a_mark_is_none() => Assert.Equal([0xEF, 0xBB, 0x31], PassBytes([[0xEF], [0xBB], [0x31]], keepsPlaces: true));

    [Property]
    public Property In_which_pieces_it_comes_is_no_matter() => Prop.ForAll(Texts, Gen.Choose(1, 5).ToArbitrary(), (text, size) =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return PassBytes([bytes], keepsPlaces: false).SequenceEqual(PassBytes(bytes.Chunk(size), keepsPlaces: false));
    });

    [Property]
    public Property Places_are_kept() => Prop.ForAll(Texts, text =>
        Pass(text, keepsPlaces: true).Length == text.Length - (text.StartsWith('\uFEFF') ? 1 : 0));

    [Property]
    public Property What_python_writes_is_read() => Prop.ForAll(Values, value =>
    {
        using var read = StrictJson.Parse(Encoding.UTF8.GetBytes(value.Python));
        return read.RootElement.GetRawText() == value.Standard;
    });

    [Theory]
    [InlineData("[NaN")]
    [InlineData("[nan]")]
    [InlineData("[NaN NaN]")]
    [InlineData("[-NaN]x")]
    [InlineData("[+Infinity]")]
    [InlineData("")]
    public void What_no_json_of_pythons_is_either_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(Encoding.UTF8.GetBytes(json)).Dispose());

    [Fact]
    public void Nesting_is_bounded()
    {
        StrictJson.Parse(Nested(StrictJson.Deepest)).Dispose();

        Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(Nested(StrictJson.Deepest + 1)).Dispose());
    }

    private static byte[] Nested(int levels) => Encoding.UTF8.GetBytes(new string('[', levels) + "NaN" + new string(']', levels));

    private static Gen<(string Python, string Standard)> Value(int depth)
    {
        var leaf = Gen.Elements(
            ("NaN", "1e999"), ("Infinity", "1e999"), ("-Infinity", "-1e999"), ("12345678901234567890123", "12345678901234567890123"),
            ("null", "null"), ("true", "true"), ("-0.0", "-0.0"), ("1e-07", "1e-07"), ("\"NaN\\\"\\\\\"", "\"NaN\\\"\\\\\""),
            ("\"\\ud800\"", "\"\\ud800\""), ("\"\"", "\"\""));
        if (depth == 0)
        {
            return leaf;
        }

        var many = Value(depth - 1).ArrayOf(3);
        return Gen.Frequency(
            (2, leaf),
            (1, many.Select(items => Join(items, "[", "]", ""))),
            (1, many.Select(items => Join(items, "{", "}", "\"Infinity\": "))));
    }

    private static (string Python, string Standard) Join((string Python, string Standard)[] items, string open, string close, string name) => (
        open + string.Join(", ", items.Select(item => name + item.Python)) + close,
        open + string.Join(", ", items.Select(item => name + item.Standard)) + close);

    private static string Pass(string json, bool keepsPlaces) => Encoding.UTF8.GetString(PassBytes([Encoding.UTF8.GetBytes(json)], keepsPlaces));

    private static byte[] PassBytes(IEnumerable<byte[]> pieces, bool keepsPlaces)
    {
        var (filter, passed) = (new StrictJsonFilter(keepsPlaces), new ArrayBufferWriter<byte>());
        foreach (var piece in pieces)
        {
            filter.Write(piece, passed);
        }

        filter.Complete(passed);
        return passed.WrittenSpan.ToArray();
    }
}
