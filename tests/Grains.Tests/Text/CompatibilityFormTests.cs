using System.Globalization;
using System.Text;
using Switchyard.Servers;

namespace Switchyard.Text;

public sealed class CompatibilityFormTests
{
    [Fact]
    public async Task Letters_marks_and_digits_are_decomposed_as_Python_does()
    {
        var known = await ScikitPython.RunAsync("""
            import random, sys, unicodedata
            kept = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c)[0] in 'LM' or unicodedata.category(c) in ('Nd', 'Nl')]
            marks, chance = [c for c in kept if unicodedata.combining(c)], random.Random(5)
            texts = kept + [''.join(chance.choice(kept) + ''.join(chance.choices(marks, k=chance.randrange(4))) for _ in range(3)) for _ in range(2000)]
            for text in texts:
                print(' '.join(f'{ord(c):x}' for c in text), '=', ' '.join(f'{ord(c):x}' for c in unicodedata.normalize('NFKD', text)))
            """, [], TestContext.Current.CancellationToken);
        var texts = known.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" = ")).ToList();
        Assert.True(texts.Count > 130_000);
        Assert.Empty(texts.Where(pair => string.Join(' ', CompatibilityForm.Of(Text(pair[0])).Select(point => $"{point:x}")) != pair[1]).Select(pair => pair[0]));
    }

    [Theory]
    [InlineData(" a\t", "a")]
    [InlineData("\u00A0\u2003\u200B\uFEFF\0\u001C", "")]
    [InlineData("\uD800 ", "\uD800")]
    [InlineData(null, "")]
    [InlineData("\u200Fשלום עולם\n", "שלום עולם")]
    public void What_nobody_sees_is_trimmed(string? text, string left)
    {
        Assert.Equal(left, Blank.Trim(text));
        Assert.Equal(left.Length == 0, Blank.Is(text));
    }

    private static string Text(string points) =>
        string.Concat(points.Split(' ').Select(point => new Rune(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));
}
