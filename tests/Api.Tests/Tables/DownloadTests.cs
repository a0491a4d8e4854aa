using System.Net;
using Switchyard.Yard;

namespace Switchyard.Tables;

public sealed class DownloadTests(YardCluster cluster) : YardTest(cluster)
{
    [Fact]
    public async Task The_database_is_an_attachment_and_complete()
    {
        var answer = await Client.GetAsync("/downloadTables", Cancelled);

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=tables.db3", answer.Content.Headers.ContentDisposition!.ToString());
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.Equal(3 * 64 * 1024, bytes.Length);
        Assert.Equal([1, 2, 3], bytes.Distinct());
    }

    [Theory]
    [InlineData("/downloadSubmission/cea", "cea.csv", "Cea,False\n")]
    [InlineData("/downloadSubmission/CPA", "cpa.csv", "Cpa,False\n")]
    [InlineData("/downloadSubmission/cta/missing", "ctaMissing.csv", "Cta,True\n")]
    public async Task A_submission_is_csv(string url, string name, string body)
    {
        var answer = await Client.GetAsync(url, Cancelled);

        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(name, answer.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Fact]
    public async Task Another_challenge_is_404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/downloadSubmission/cqa", Cancelled)).StatusCode);

    [Fact]
    public async Task Head_describes_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/downloadTables");

        var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("tables.db3", answer.Content.Headers.ContentDisposition!.FileName);
    }

    [Fact]
    public async Task Without_results_there_is_no_zip_of_them() =>
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("/downloadResults", Cancelled)).StatusCode);

    [Fact]
    public async Task A_download_that_breaks_is_cut_and_not_ended()
    {
        var answer = await Client.GetAsync("/downloadErrors", HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task The_grain_stops_when_the_client_leaves()
    {
        Yard.HasResults = true;
        try
        {
            using (var answer = await Client.GetAsync("/downloadResults", HttpCompletionOption.ResponseHeadersRead, Cancelled))
            {
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            await Yard.EndlessExportLeft.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancelled);
        }
        finally
        {
            Yard.HasResults = false;
        }
    }
}
