using System.Globalization;
using System.Text;
using Switchyard.Servers;

namespace Switchyard.Text;

public sealed class PythonLowerCaseTests
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
    public async Task Every_character_that_Python_knows_is_lowered_as_Python_does()
    {
        var known = await ScikitPython.RunAsync("""
            import sys, unicodedata
            for c in map(chr, range(sys.maxunicode + 1)):
                if unicodedata.category(c) not in ('Cn', 'Cs'):
                    print(f'{ord(c):x}', '-'.join(f'{ord(l):x}' for l in c.lower()))
            """, [], TestContext.Current.CancellationToken);
        var wrong = known.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .Where(pair => Lowered(Characters(pair[0])) != Characters(pair[1])).Select(pair => pair[0]).ToList();
        Assert.Empty(wrong);
    }

    private static string Lowered(string text)
    {
        char[] buffer = [];
        return PythonLowerCase.Convert(text, ref buffer).ToString();
    }

    private static string Characters(string codePoints) =>
        string.Concat(codePoints.Split('-').Select(point => new Rune(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
