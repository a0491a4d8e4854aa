using System.Globalization;
using System.Text;
using Switchyard.Servers;

namespace Switchyard.Downloads.Models;

public sealed class WordsTests
{
    // What Python 3.11 finds by re.findall(r'(?u)\b\w\w+\b', text).
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("ab", "ab")]
    [InlineData(" a bc d_e f", "bc d_e")]
    [InlineData("don't re-use", "don re use")]
    [InlineData("x\u00B2 \u00BDa 10\u00BD", "x\u00B2 \u00BDa 10\u00BD")]
    [InlineData("\u0939\u093F\u0928\u094D\u0926\u0940", "")]
    [InlineData("cafe\u0301 caf\u00E9", "cafe caf\u00E9")]
    [InlineData("i\u0307stanbul", "stanbul")]
    [InlineData("\u2167a \u2167", "\u2167a")]
    [InlineData("\U00010428\U00010429 \U00010428", "\U00010428\U00010429")]
    [InlineData("a\U0001F600bc", "bc")]
    [InlineData("__ _ \u203F\u203F", "__")]
    [InlineData("\u6F22\u5B57 \u6F22", "\u6F22\u5B57")]
    [InlineData("ab\uD800cd", "ab cd")]
    public void Words_are_those_that_Python_finds(string text, string words) => Assert.Equal(words, Joined(text));

    [Fact]
    public async Task Every_character_that_Python_knows_is_in_a_word_or_not_as_there()
    {
        var known = await ScikitPython.RunAsync("""
            import re, sys, unicodedata
            for c in map(chr, range(sys.maxunicode + 1)):
                if unicodedata.category(c) not in ('Cn', 'Cs'):
                    print(f'{ord(c):x}', int(re.fullmatch(r'(?u)\b\w\w+\b', c + c) is not None))
            """, [], TestContext.Current.CancellationToken);
        var characters = known.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        Assert.True(characters.Count > 140_000);
        Assert.Empty(characters.Where(pair => (Joined(Twice(pair[0])) != "") != (pair[1] == "1")).Select(pair => pair[0]));
    }

    private static string Twice(string codePoint)
    {
        var character = new Rune(int.Parse(codePoint, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString();
        return character + character;
    }

    private static string Joined(string text)
    {
        var joined = new StringBuilder();
        foreach (var word in new Words(text))
        {
            joined.Append(joined.Length == 0 ? "" : " ").Append(word);
        }

        return joined.ToString();
    }
}
