using FsCheck.Xunit;

namespace Switchyard.Expertise.Datasets.Rules;

public sealed class PaperTitlesTests
{
    // Few of each, so that many papers are alike.
    private static readonly string[] Titles = ["", " ", "?", "One", "one!", "Two words", " two\twords ", "日本語"];
    private static readonly string[] Abstracts = ["", "  ", "An abstract"];

    [Theory]
    [InlineData("  Open Scholarship: a Time  for\tExperimentation! ", "open_scholarship_a_time_for_experimentation")]
    [InlineData("Überblick 2.0\r\n(naïve)", "überblick_20naïve")]
    [InlineData("日本語", "日本語")]
    [InlineData("µ-law² & naïve [Ä]", "μlaw_naïve_[ä]")]
    [InlineData("? \u2764\uFE0F \u200B", "_")]
    public void A_hash_is_words_alone(string title, string expected) => Assert.Equal(expected, PaperTitles.Hash(title));

    [Theory]
    [InlineData("Überblick", "U\u0308berblick")]
    [InlineData("TIẾNG VIỆT", "tie\u0302\u0301ng vi\u0323e\u0302t", false)]
    [InlineData("Tiếng Việt", "tie\u0302\u0301ng vie\u0323\u0302t")]
    [InlineData("Efﬁcient ﬂow", "Efficient flow")]
    [InlineData("ＢＥＲＴ２", "bert2")]
    [InlineData("ｶﾞﾝ", "ガン")]
    [InlineData("한국어", "\u1112\u1161\u11AB\u1100\u116E\u11A8\u110B\u1165")]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("Привет, мир!", "привет мир")]
    [InlineData("हिन्दी", "हिंदी", false)]
    [InlineData("BERT: анализ данных", "BERT: синтез данных", false)]
    [InlineData("机器学习", "深度学习", false)]
    [InlineData("Łódź", "Dźwięk", false)]
    [InlineData("α-Divergence", "β-Divergence", false)]
    public void Titles_are_the_same_by_all_their_letters(string title, string other, bool same = true) =>
        Assert.Equal(same, PaperTitles.Hash(title) == PaperTitles.Hash(other));

    [Property]
    public void Of_each_title_the_best_is_kept_where_its_first_stood(ushort[] numbers)
    {
        var papers = Papers(numbers);
        var expected = papers.Select((paper, i) => (paper, key: Words(paper) is { Length: > 0 } words ? words : $"#{i}"))
            .GroupBy(pair => pair.key, pair => pair.paper)
            .Select(same => same.OrderByDescending(paper => paper.Content.Abstract.Trim().Length > 0).ThenByDescending(paper => paper.Pdate ?? paper.Cdate).First());

        Assert.Equal(expected, PaperTitles.Distinct(papers));
    }

    [Property]
    public void A_second_time_changes_nothing(ushort[] numbers)
    {
        var once = PaperTitles.Distinct(Papers(numbers));

        Assert.Equal(once, PaperTitles.Distinct(once));
    }

    [Property]
    public void Papers_without_a_title_all_stay(ushort[] numbers) =>
        Assert.Equal(Papers(numbers).Where(IsUntitled), PaperTitles.Distinct(Papers(numbers)).Where(IsUntitled));

    private static bool IsUntitled(Paper paper) => Words(paper).Length == 0;

    private static Paper[] Papers(ushort[] numbers) =>
    [
        .. numbers.Select((number, i) => Paper.Of($"p{i}", Titles[number % 8], Abstracts[number / 8 % 3]) with
        {
            Cdate = number / 24 % 4,
            Pdate = number / 96 % 4 is var date && date == 0 ? null : date,
        }),
    ];

    private static string Words(Paper paper) =>
        string.Join(' ', paper.Content.Title.ToUpperInvariant().Split([' ', '\t', '!', '?'], StringSplitOptions.RemoveEmptyEntries));
}
