using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;

namespace Switchyard.Expertise.Datasets;

/// <summary>What came with a job and is wrong.</summary>
public sealed class InputTests
{
    private static ExpertiseConfig OfCsv => DatasetRun.Config() with { CsvExpertise = "csv_expertise.csv", CsvSubmissions = "csv_submissions.csv" };

    [Theory]
    [InlineData("~A1,p1,T,A\n~A1,p2,T\n", "csv_expertise.csv line 2: 3 columns, expected 4: member, paper id, title, abstract")]
    [InlineData("~A1,p1,T,\"two\nlines\"\nx\n", "csv_expertise.csv line 3: 1 columns, expected 4: member, paper id, title, abstract")]
    [InlineData("../../etc/passwd,p1,T,A\n", "csv_expertise.csv line 1: the member cannot be used: it holds a separator of paths")]
    [InlineData(",p1,T,A\n", "csv_expertise.csv line 1: the member cannot be used: it is empty")]
    [InlineData("\u00A0,p1,T,A\n", "csv_expertise.csv line 1: the member cannot be used: it is empty")]
    [InlineData("~A1,\t,T,A\n", "csv_expertise.csv line 1: the id of the paper is empty")]
    [InlineData("~A1,,T,A\n", "csv_expertise.csv line 1: the id of the paper is empty")]
    [InlineData("", "No publications found. Please ensure members have public and published papers attached to their profiles.")]
    public async Task A_wrong_row_of_expertise_is_named(string csv, string expected)
    {
        using var run = new DatasetRun();
        run.With("csv_expertise.csv", csv).With("csv_submissions.csv", "s1,T,A\n");
        Assert.Equal(expected, await run.RefusalAsync<WrongInputException>(OfCsv));
    }

    [Theory]
    [InlineData("s1,T,A\ns2,T\n", "csv_submissions.csv line 2: 2 columns, expected 3: id, title, abstract")]
    [InlineData("", "No papers found for: csv_submissions")]
    public async Task A_wrong_row_of_submissions_is_named(string csv, string expected)
    {
        using var run = new DatasetRun();
        run.With("csv_expertise.csv", "~A1,p1,T,A\n").With("csv_submissions.csv", csv);
        Assert.Equal(expected, await run.RefusalAsync<WrongInputException>(OfCsv));
    }

    [Fact]
    public async Task A_file_that_did_not_come_is_named()
    {
        using var run = new DatasetRun();
        run.With("csv_submissions.csv", "s1,T,A\n");
        Assert.StartsWith("csv_expertise.csv ", await run.RefusalAsync<WrongInputException>(OfCsv), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_OpenReview_nothing_can_be_asked()
    {
        using var run = new DatasetRun();
        Assert.StartsWith(
            "This cluster asks no OpenReview",
            await run.RefusalAsync<WrongInputException>(DatasetRun.Config() with { MatchGroup = ["X"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_two_hosts_of_OpenReview_itself_are_a_pair()
    {
        Assert.Equal(new Uri("https://api.openreview.net/"), OpenReviewHosts.Of("https://api2.openreview.net").Other);
        Assert.Equal(new Uri("https://devapi2.openreview.net/"), OpenReviewHosts.Of("https://devapi.openreview.net/").Other);
        Assert.Null(OpenReviewHosts.Of("https://openreview.example.org/api").Other);
        Assert.Throws<WrongInputException>(() => OpenReviewHosts.Of("ftp://api.openreview.net"));
    }
}
