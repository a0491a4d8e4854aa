using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Switchyard.Yard;

namespace Switchyard.Downloads;

[Collection(DownloadCluster.Name)]
public sealed class ArchiveTests(DownloadCluster cluster) : YardTest(cluster)
{
    private const int Piece = 1024 * 1024;

    [Fact]
    public async Task An_archive_comes_whole_in_pieces_with_its_headers()
    {
        var (classifier, content) = await BuiltAsync((2 * Piece) + 12345);

        using var reads = Reads(classifier);

        using var answer = await Client.GetAsync($"/downloads/{classifier.Id}", Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync(Cancelled));
        AssertDescribed(answer, classifier, await classifier.ArchiveAsync(), content.Length);
        Assert.Equal(
            [(0, Piece), (Piece, Piece), (2 * Piece, 12345)], reads.Calls.Select(read => (read.Argument<long>(1), read.Argument<int>(2))));
    }

    [Fact]
    public async Task Head_describes_and_reads_nothing()
    {
        var (classifier, content) = await BuiltAsync(5000);
        using var reads = Reads(classifier);
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/downloads/{classifier.Id}");

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        AssertDescribed(answer, classifier, await classifier.ArchiveAsync(), content.Length);
        Assert.Empty(reads.Calls);
    }

    [Theory]
    [InlineData("bytes=10-19", 10, 10)]
    [InlineData("bytes=1048570-1048580", 1048570, 11)]
    [InlineData("bytes=2000000-", 2000000, 97152)]
    [InlineData("bytes=-5", 2097147, 5)]
    [InlineData("bytes=0-9999999", 0, 2097152)]
    public async Task A_range_is_a_part(string range, int from, int length)
    {
        var (classifier, content) = await BuiltAsync(2 * Piece);

        using var answer = await GetAsync(classifier, range);

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal($"bytes {from}-{from + length - 1}/{content.Length}", answer.Content.Headers.ContentRange!.ToString());
        Assert.Equal(content.AsSpan(from, length).ToArray(), await answer.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_416_and_tells_the_length()
    {
        var (classifier, content) = await BuiltAsync(100);

        using var answer = await GetAsync(classifier, "bytes=100-");

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal($"bytes */{content.Length}", answer.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task The_rest_of_another_archive_is_all_of_this_one()
    {
        var (classifier, content) = await BuiltAsync(100);

        using var rest = await GetAsync(classifier, "bytes=50-", ifRange: $"\"{await classifier.ArchiveAsync()}\"");
        using var other = await GetAsync(classifier, "bytes=50-", ifRange: "\"1000000\"");

        Assert.Equal(content[50..], await rest.Content.ReadAsByteArrayAsync(Cancelled));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(content, await other.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task An_archive_that_the_client_has_is_not_sent()
    {
        var (classifier, _) = await BuiltAsync(100);
        using var reads = Reads(classifier);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/downloads/{classifier.Id}");
        request.Headers.IfNoneMatch.ParseAdd($"\"{await classifier.ArchiveAsync()}\"");

        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(reads.Calls);
    }

    [Fact]
    public async Task An_archive_that_is_replaced_meanwhile_cuts_the_transfer()
    {
        var (classifier, content) = await BuiltAsync(8 * Piece);
        using var replaces = Replaces(classifier, after: 3);

        using var answer = await Client.GetAsync($"/downloads/{classifier.Id}", HttpCompletionOption.ResponseHeadersRead, Cancelled);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(content.Length, answer.Content.Headers.ContentLength);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task An_archive_that_is_replaced_before_its_first_byte_is_503()
    {
        var (classifier, _) = await BuiltAsync(100);
        using var replaces = Replaces(classifier, after: 0);

        using var answer = await Client.GetAsync($"/downloads/{classifier.Id}", Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.Null(answer.Headers.ETag);
    }

    [Fact]
    public async Task A_transfer_outlasts_a_failure_that_passes()
    {
        var (classifier, content) = await BuiltAsync(2 * Piece);
        using var dies = Yard.Faults.Fail<IClassifierGrain>(
            nameof(IClassifierGrain.ReadArchiveAsync), call => call.Id == classifier.Id, new TimeoutException("its silo died"));

        Assert.Equal(content, await Client.GetByteArrayAsync($"/downloads/{classifier.Id}", Cancelled));
    }

    [Theory]
    [InlineData(0, null, "POST /downloads")]
    [InlineData(0, "The model is refused.", "The model is refused.")]
    [InlineData(1, null, "being built")]
    public async Task Without_an_archive_it_is_told_how_it_stands(int download, string? error, string told)
    {
        var classifier = await cluster.AddAsync(download, error);

        using var answer = await Client.GetAsync($"/downloads/{classifier.Id}", Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancelled))!;
        Assert.Equal("urn:switchyard:problem:no-archive", (string?)problem["type"]);
        Assert.Contains(told, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal(download, (int?)problem["download"]);
    }

    private static void AssertDescribed(HttpResponseMessage answer, YardClassifier classifier, int archive, int length)
    {
        var headers = answer.Content.Headers;
        Assert.Equal("application/zip", headers.ContentType!.ToString());
        Assert.Equal($"attachment; filename=\"data-{classifier.Id}.zip\"", headers.ContentDisposition!.ToString());
        Assert.Equal(length, headers.ContentLength);
        Assert.Equal($"\"{archive}\"", answer.Headers.ETag!.ToString());
        Assert.Equal(["bytes"], answer.Headers.AcceptRanges);
        Assert.True(answer.Headers.CacheControl!.NoCache);
    }

    private async Task<(YardClassifier Classifier, byte[] Content)> BuiltAsync(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return (await cluster.AddAsync(content), content);
    }

    private CallFault Reads(YardClassifier classifier) =>
        Yard.Faults.Watch<IClassifierGrain>(nameof(IClassifierGrain.ReadArchiveAsync), call => call.Id == classifier.Id);

    /// <summary>After so many pieces another archive takes the place of this one.</summary>
    private CallFault Replaces(YardClassifier classifier, int after)
    {
        var pieces = 0;
        return Yard.Faults.On<IClassifierGrain>(
            nameof(IClassifierGrain.ReadArchiveAsync),
            call => call.Id == classifier.Id,
            async call =>
            {
                if (pieces++ == after)
                {
                    await classifier.ReplaceAsync([1, 2, 3]);
                }

                await call.InvokeAsync();
            });
    }

    private async Task<HttpResponseMessage> GetAsync(YardClassifier classifier, string range, string? ifRange = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/downloads/{classifier.Id}");
        request.Headers.Range = RangeHeaderValue.Parse(range);
        request.Headers.IfRange = ifRange is null ? null : RangeConditionHeaderValue.Parse(ifRange);
        return await Client.SendAsync(request, Cancelled);
    }
}
