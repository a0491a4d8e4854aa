using System.Buffers;
using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Expertise.Scoring;

public sealed class PythonTextTests
{
    [Fact]
    public void Tokens_are_what_is_between_spaces_and_not_blank()
    {
        var (words, tokens) = (new Numbering(), new List<int>());
        new Tokens().AddDocument(" A  b\nc, \n \u200B a\t", words, tokens);
        Assert.Equal(["a", "b\nc,", "a\t"], words.Texts);
        Assert.Equal([0, 1, 2], tokens);
        tokens.Clear();
        new Tokens().AddQuery("B\nC, new a  A", words, tokens);
        Assert.Equal([1, 0, 0], tokens);
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
