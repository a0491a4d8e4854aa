using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Switchyard.Compute;
using Switchyard.Text;

namespace Switchyard.Expertise.Scoring;

public sealed class PythonTextTests
{
    // What Python 3.11 says to text.lower().
    [Theory]
    [InlineData("", "")]
    [InlineData("ABC xyz 12", "abc xyz 12")]
    [InlineData("\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2")]
    [InlineData("\u0130STANBUL", "i\u0307stanbul")]
    [InlineData("\u0130\u0130\u03A3", "i\u0307i\u0307\u03C2")]
    [InlineData("\u03A3\u0391\u03A3 \u03A3", "\u03C3\u03B1\u03C2 \u03C3")]
    [InlineData("\u0391.\u03A3 \u0392", "\u03B1.\u03C2 \u03B2")]
    [InlineData("\u0391\u03A3'\u0392", "\u03B1\u03C3'\u03B2")]
    [InlineData("\u0391\u03A3.", "\u03B1\u03C2.")]
    [InlineData("\U00010400\u03A3", "\U00010428\u03C2")]
    [InlineData("\u03A3\U00010400", "\u03C3\U00010428")]
    [InlineData("\u00C9COLE \u1E9E \u01C4 \u212A", "\u00E9cole \u00DF \u01C6 k")]
    [InlineData("\u0391\u03A31", "\u03B1\u03C21")]
    [InlineData("1\u03A3", "1\u03C3")]
    [InlineData("A\u03A3\u0301 x", "a\u03C2\u0301 x")]
    [InlineData("\u0391\u03A3\u0301\u0392", "\u03B1\u03C3\u0301\u03B2")]
    public void Texts_are_lowered_as_Python_does(string text, string lower)
    {
        char[] buffer = [];
        Assert.Equal(lower, PythonLowerCase.Convert(text, ref buffer).ToString());
    }

    [Fact]
    public void Tokens_are_what_is_between_single_spaces()
    {
        var (words, tokens) = (new Numbering(), new List<int>());
        new Tokens().AddDocument(" A  b\nc, a\t", words, tokens);
        Assert.Equal(["", "a", "b\nc,", "a\t"], words.Texts);
        Assert.Equal([0, 1, 0, 2, 3], tokens);
        tokens.Clear();
        new Tokens().AddQuery("B\nC, new a  A", words, tokens);
        Assert.Equal([2, 1, 0, 1], tokens);
    }

    // What Python says to repr(numpy.float32 as float).
    [Theory]
    [InlineData(0f, "0.0")]
    [InlineData(1f, "1.0")]
    [InlineData(1f / 3, "0.3333333432674408")]
    [InlineData(1e-5f, "9.999999747378752e-06")]
    [InlineData(1e-4f, "9.999999747378752e-05")]
    [InlineData(0.9999999f, "0.9999998807907104")]
    [InlineData(1.1754944e-38f, "1.1754943508222875e-38")]
    [InlineData(1.4e-45f, "1.401298464324817e-45")]
    [InlineData(1f / 8192, "0.0001220703125")]
    [InlineData(0.1f, "0.10000000149011612")]
    [InlineData(0.34567898511886597f, "0.34567898511886597")]
    public void Scores_are_written_as_Python_does(float score, string text) => Assert.Equal(text, Written(score));

    [Property(MaxTest = 5000)]
    public bool Every_score_is_written_as_Python_does_and_read_back(double score)
    {
        var text = Written(score);
        return text == PythonFloat.Format(score) && (!double.IsFinite(score) || double.Parse(text, CultureInfo.InvariantCulture).Equals(score));
    }

    private static string Written(double score)
    {
        var lines = new ArrayBufferWriter<byte>();
        ScoreLine.Write(lines, ScoreLine.Field("s"), ScoreLine.Field("m"), score);
        return Encoding.UTF8.GetString(lines.WrittenSpan)["s,m,".Length..^1];
    }
}
