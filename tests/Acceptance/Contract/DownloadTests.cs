using System.Net;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>Downloads before anything has come in: on a node of their own, for the tests of a class come in any order.</summary>
public sealed class EmptyDownloadTests(DownloadTests.Fixture node) : IClassFixture<DownloadTests.Fixture>
{
    private Door Door => node.Door;

    [Theory]
    [InlineData("/downloadResults")]
    [InlineData("/downloadErrors")]
    [InlineData("/downloadSubmission/ceo")]
    [InlineData("/downloadSubmission/")]
    public async Task What_is_not_there_is_not_found(string path) => (await Door.GetAsync(path)).IsPage(HttpStatusCode.NotFound);
}

/// <summary>The column order of 2019.</summary>
public sealed class DownloadTests(DownloadTests.Fixture node) : IClassFixture<DownloadTests.Fixture>
{
    private Door Door => node.Door;

    [Fact]
    public async Task Rows_and_columns_change_places_in_what_comes_in_and_goes_out()
    {
        var package = await Door.TakeAsync("me");
        Assert.Equal([(1, 0, null), (2, 1, (string?)null)], package.Cea);
        Assert.Equal("France", package.Cell(2, 1));

        (await Door.StoreResultAsync("swapped", "me", Result.Of(2, 1, "http://www.wikidata.org/entity/Q142"))).IsStored();

        Assert.Equal(["swapped,1,2,http://www.wikidata.org/entity/Q142"], await Door.SubmissionAsync("cea"));
        Assert.Equal(["swapped,0,1,None"], await Door.SubmissionAsync("CEA", missing: true));
        Assert.Equal(["swapped,0,1,None"], await Door.SubmissionAsync("cpa", missing: true));
    }

    [Theory]
    [InlineData("/downloadSubmission/cta", "cta.csv", "text/csv; charset=utf-8")]
    [InlineData("/downloadSubmission/CTA/anything", "ctaMissing.csv", "text/csv; charset=utf-8")]
    [InlineData("/downloadTables", "tables.db3", "application/octet-stream")]
    public async Task A_download_can_be_asked_about_without_being_made(string path, string name, string type)
    {
        var head = (await Door.SendAsync(HttpMethod.Head, path)).Is(HttpStatusCode.OK);

        Assert.Empty(head.Body);
        Assert.Equal(type, head.Type);
        Assert.Equal($"attachment; filename={name}", head.Header("Content-Disposition"));
    }

    public sealed class Fixture : NodeFixture
    {
        protected override string[] Settings => ["Tables:CeaColumnOrder=ColRow", "Tables:OutputAddPrefix=true"];

        protected override void Fill(InputDirectory input) => input
            .WithTable("swapped").WithTargets("CEA", "swapped,0,1", "swapped,1,2").WithTargets("CPA", "swapped,0,1");
    }
}
