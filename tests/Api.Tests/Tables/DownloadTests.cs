using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Tables;

/// <summary>On a node of its own: its campaign has one table, and no result.</summary>
public sealed class DownloadTests(OwnCluster cluster) : YardTest(cluster), IClassFixture<OwnCluster>
{
    [Fact]
    public async Task The_database_is_an_attachment_and_complete()
    {
        var answer = await Client.GetAsync("/downloadTables", Cancelled);

        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=tables.db3", answer.Content.Headers.ContentDisposition!.ToString());
        var bytes = await answer.Content.ReadAsByteArrayAsync(Cancelled);
        Assert.StartsWith("SQLite format 3\0", Encoding.ASCII.GetString(bytes, 0, 16), StringComparison.Ordinal);
        // The file says how large its pages are, and how many it has.
        Assert.Equal(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(16)) * BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(28)), (uint)bytes.Length);
    }

    [Theory]
    [InlineData("/downloadSubmission/cea", "cea.csv", "first,1,0,Q72\n")]
    [InlineData("/downloadSubmission/CPA", "cpa.csv", "")]
    [InlineData("/downloadSubmission/cta/missing", "ctaMissing.csv", "")]
    [InlineData("/downloadSubmission/cpa/missing", "cpaMissing.csv", "first,0,1,None\n")]
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
}

/// <summary>On a node of its own: what is broken there stays so.</summary>
public sealed class BrokenDownloadTests(OwnCluster cluster) : YardTest(cluster), IClassFixture<OwnCluster>
{
    [Fact]
    public async Task A_download_that_breaks_is_cut_and_not_ended()
    {
        await StoreErrorAsync("long-error", CampaignCluster.ResultLength);
        var lost = await StoreErrorAsync("lost-error", 1);
        await Yard.Blobs.DeleteAsync(lost);

        var answer = await Client.GetAsync("/downloadErrors", HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync(Cancelled));
    }

    /// <returns>The blob of its text.</returns>
    private async Task<string> StoreErrorAsync(string name, int length)
    {
        var table = await Yard.Tables.AddAsync(name, "me");
        var blob = await Yard.Blobs.AddAsync(RandomNumberGenerator.GetBytes(length));
        Assert.Equal(StoreOutcome.Stored, await table.Grain.StoreErrorAsync("me", "", new RawBody(length, null, blob)));
        return blob;
    }
}
