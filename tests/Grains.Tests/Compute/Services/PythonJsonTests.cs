using FsCheck.Xunit;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services;

public sealed class PythonJsonTests
{
    /// <summary>The right side is what Python 3.11 prints for <c>str(json.loads(left))</c>.</summary>
    [Theory]
    [InlineData("null", "None")]
    [InlineData(" true\n", "True")]
    [InlineData("1e3", "1000.0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("[NaN, Infinity, -Infinity]", "[nan, inf, -inf]")]
    [InlineData("\"a'b\"", "a'b")]
    [InlineData("""["a'b", "a\"b", "a'\"b", "\\ \n\u0001\u00e9\u00ad\u2028"]""", """["a'b", 'a"b', 'a\'"b', '\\ \n\x01é\xad\u2028']""")]
    [InlineData("""["\ud83d\ude00", "\ud800"]""", """['😀', '\ud800']""")]
    [InlineData("""{"a": 1, "b": [], "a": {"c": null}}""", "{'a': {'c': None}, 'b': []}")]
    [InlineData("\"\u007f\"", "\u007f")]
    public void Values_are_shown_as_Python_shows_them(string json, string shown)
    {
        Assert.Equal(shown, PythonJson.Parse(json).Str());
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("\ufeff{}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{1:2}")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("+1")]
    [InlineData("-NaN")]
    [InlineData("nan")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"\\x41\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u00zz\"")]
    [InlineData("\"a")]
    [InlineData("[1")]
    [InlineData("{} {}")]
    [InlineData("// no\n1")]
    public void What_Python_refuses_is_refused(string json)
    {
        Assert.Throws<FormatException>(() => PythonJson.Parse(json));
    }

    [Fact]
    public void Depth_and_digits_are_bounded()
    {
        Assert.Throws<FormatException>(() => PythonJson.Parse(new string('[', 100_000)));
        Assert.Throws<FormatException>(() => PythonJson.Parse(new string('9', 4301)));
        Assert.IsType<PythonValue.Int>(PythonJson.Parse(new string('9', 4300)));
    }

    [Property]
    public void What_is_written_reads_back_the_same(string text, double number, int whole, bool flag)
    {
        var value = new PythonValue.Dictionary(new()
        {
            [text ?? ""] = new PythonValue.Array(
                [new PythonValue.Text(text ?? ""), new PythonValue.Float(number), new PythonValue.Int(whole), new PythonValue.Bool(flag), new PythonValue.None()]),
        });

        Assert.Equal(value.Repr(), PythonJson.Parse(PythonJsonText.Write(value)).Repr());
    }
}
