using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Expertise.Datasets;

public sealed class PaperTitlesTests
{
    // Few titles and dates, so that many are alike.
    public static Arbitrary<Paper> Papers() => (
        from id in Gen.Choose(0, 1_000_000)
        from title in Gen.Elements("", " ", "?", "One", "one!", "Two words", " two\twords ", "日本語")
        from text in Gen.Elements("", "  ", "An abstract")
        from date in Gen.Choose(0, 3)
        from pdate in Gen.Choose(0, 3)
        select Paper.Of($"p{id}", title, text) with { Cdate = date, Pdate = pdate == 0 ? null : pdate }).ToArbitrary();

    [Theory]
    [InlineData("  Open Scholarship: a Time  for\tExperimentation! ", "open_scholarship_a_time_for_experimentation")]
    [InlineData("Überblick 2.0\r\n(naïve)", "überblick_20naïve")]
    [InlineData("日本語", "")]
    public void A_hash_is_words_alone(string title, string expected) => Assert.Equal(expected, PaperTitles.Hash(title));

    [Property(Arbitrary = [typeof(PaperTitlesTests)])]
    public void Of_each_title_the_best_is_kept_where_its_first_stood(Paper[] papers)
    {
        var expected = papers.Select((paper, i) => (paper, key: Words(paper) is { Length: > 0 } words ? words : $"#{i}"))
            .GroupBy(pair => pair.key, pair => pair.paper)
            .Select(same => same.OrderByDescending(paper => paper.Content.Abstract.Trim().Length > 0).ThenByDescending(paper => paper.Pdate ?? paper.Cdate).First());

        Assert.Equal(expected, PaperTitles.Distinct(papers));
    }

    [Property(Arbitrary = [typeof(PaperTitlesTests)])]
    public void A_second_time_changes_nothing(Paper[] papers)
    {
        var once = PaperTitles.Distinct(papers);

        Assert.Equal(once, PaperTitles.Distinct(once));
    }

    [Property(Arbitrary = [typeof(PaperTitlesTests)])]
    public void Papers_without_a_title_all_stay(Paper[] papers) =>
        Assert.Equal(papers.Where(paper => Words(paper).Length == 0), PaperTitles.Distinct(papers).Where(paper => Words(paper).Length == 0));

    private static string Words(Paper paper) =>
        string.Join(' ', paper.Content.Title.ToUpperInvariant().Split([' ', '\t', '!', '?'], StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] < 'z'));
}
