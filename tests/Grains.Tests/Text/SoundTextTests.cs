using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Text;

public sealed class SoundTextTests
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static Arbitrary<string> Texts { get; } =
        Gen.Elements("a", "é", "\U0001F600", "\uD83D", "\uDE00", "\0", "\uFFFD").ArrayOf().Select(parts => string.Concat(parts)).ToArbitrary();

    [Fact]
    public void Text_that_is_sound_stays_and_the_rest_is_marked()
    {
        Assert.Equal("Zürich \U0001F600", SoundText.Of("Zürich \U0001F600"));
        Assert.Equal("a\uFFFD\uFFFDb\uFFFD", SoundText.Of("a\0\uDE00b\uD83D"));
    }

    [Theory]
    [InlineData(@"""a\\ud800\ud800b\ud83d\ude00\n""", "a\\ud800\uFFFDb\U0001F600\n")]
    [InlineData(@"""\udc00""", "\uFFFD")]
    [InlineData(@"""\u0000""", "\0")]
    [InlineData(@"""plain""", "plain")]
    public void Half_a_pair_in_json_is_marked(string json, string text) => Assert.Equal(text, SoundText.OfJson(JsonElement.Parse(json)));

    [Fact]
    public void A_name_with_half_a_pair_is_another()
    {
        var members = JsonElement.Parse("""{"\ud800":1,"n\u0061me":2,"name":3}""").EnumerateObject().ToArray();

        Assert.Equal([false, true, true], members.Select(member => SoundText.IsName(member, "name"u8)));
        Assert.Equal(["\uFFFD", "name", "name"], members.Select(SoundText.NameOf));
    }

    [Property]
    public Property What_is_mended_is_sound_and_as_long() => Prop.ForAll(Texts, text =>
    {
        var mended = SoundText.Of(text);
        return mended.Length == text.Length && !mended.Contains('\0') && Strict.GetString(Strict.GetBytes(mended)) == mended;
    });

    [Property]
    public Property No_pair_is_cut() => Prop.ForAll(Texts, Gen.Choose(1, 20).ToArbitrary(), (text, most) =>
    {
        var (start, end) = (SoundText.StartOf(text, most), SoundText.EndOf(text, most));
        return text.StartsWith(start, StringComparison.Ordinal) && text.EndsWith(end, StringComparison.Ordinal)
            && IsAsLongAsMayBe(start, start.Length) && IsAsLongAsMayBe(end, text.Length - end.Length);

        // One less where one more would end in a pair.
        bool IsAsLongAsMayBe(string part, int cut) =>
            part == text || (part.Length <= most && part.Length >= most - 1 && (cut == 0 || cut == text.Length || !char.IsSurrogatePair(text[cut - 1], text[cut])));
    });
}
