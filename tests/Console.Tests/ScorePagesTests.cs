using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Expertise.Pages;
using Switchyard.Expertise.Scores;

namespace Switchyard.OperatorConsole;

public sealed class ScorePagesTests
{
    private static readonly RowOrder _papers = new(IsReviewerToPaper: true);

    /// <summary>All pages together are the rows that match, in order; none comes twice and none is left out.</summary>
    [Property]
    public async Task Pages_are_the_whole_in_order(byte[] scores, bool highestFirst)
    {
        var rows = scores.Select((score, place) => new ScoreRow($"s{place}", $"m{place % 3}", score, $"{score}")).ToList();
        var matching = rows.Where(row => row.First.Contains('1', StringComparison.Ordinal) || row.Second == "m1");
        var expected = (highestFirst ? matching.OrderByDescending(row => row.Score) : matching).ToList();

        var found = new List<ScoreRow>();
        for (ScorePage? page = null; page is null or { HasNext: true };)
        {
            page = await ReadAsync(rows, new ScoreQuery("", "1", highestFirst, found.Count));
            Assert.InRange(page.Rows.Count, 0, ScoreQuery.Limit);
            found.AddRange(page.Rows);
        }

        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task A_page_in_the_order_of_the_file_reads_no_further_than_to_see_that_there_is_more()
    {
        var rows = Enumerable.Range(0, 1_000).Select(place => new ScoreRow($"s{place}", "m", 1, "1"));

        var page = await ReadAsync(rows, new ScoreQuery(""));

        Assert.Equal(ScoreQuery.Limit + 1, page.Read);
        Assert.True(page.HasNext);
    }

    [Fact]
    public async Task The_submission_that_the_original_invents_is_not_shown()
    {
        var page = await ReadAsync([new("dummy", "m", 1, "1"), new("s", "m", 1, "1")], new ScoreQuery(""));

        Assert.Equal(["s"], page.Rows.Select(row => row.First));
    }

    [Fact]
    public async Task A_file_that_takes_long_is_left_in_the_middle_and_it_is_said()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(3) };
        var rows = Enumerable.Range(0, 100_000).Select(place => new ScoreRow($"s{place}", "m", place, "1"));

        var page = await ReadAsync(rows, new ScoreQuery("", HighestFirst: true), time);

        Assert.True(page.IsCut);
        Assert.InRange(page.Read, ScoreQuery.Limit, 99_999);
        Assert.Equal(page.Read - 1, page.Rows[0].Score);
    }

    [Theory]
    [InlineData("reading\nscored 12 of 400 submissions\n", 12, 400)]
    [InlineData("publications of 3 of 7 members\nwarning: 2 of them\n", 3, 7)]
    [InlineData("scored 1 of 4 submissions\nscored 4 of 4 submissions", 4, 4)]
    public void Progress_is_what_the_last_such_line_says(string log, int done, int all)
    {
        var progress = RunProgress.Of(log)!;

        Assert.Equal((done, all), (progress.Done, progress.All));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("scored 5 of 4 submissions")]
    [InlineData("scored 0 of 0 submissions")]
    [InlineData("scored 99999999999 of 999999999999 submissions")]
    public void Lines_that_tell_none_are_none(string? log) => Assert.Null(RunProgress.Of(log));

    [Fact]
    public void Those_without_publications_are_told_also_when_there_are_none()
    {
        var facts = DatasetFacts.Of(System.Text.Json.JsonElement.Parse(
            """{"submission_count": 2, "archives_count": 9, "no_publications": [], "no_profile": ["~A_B1"], "no_text": null}"""));

        Assert.Equal((2, 9), (facts.Submissions, facts.Publications));
        Assert.Equal([("no-publications", 0), ("no-profile", 1)], facts.Lists.Select(list => (list.Id, list.Names.Count)));
    }

    private static Task<ScorePage> ReadAsync(IEnumerable<ScoreRow> rows, ScoreQuery query, TimeProvider? time = null) =>
        ScorePages.ReadAsync(rows.ToAsyncEnumerable(), query, _papers, time ?? TimeProvider.System);
}
