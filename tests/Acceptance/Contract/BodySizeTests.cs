using System.Net;
using System.Security.Cryptography;
using System.Text;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>Large bodies: what must pass, and what is refused without hurting the node.</summary>
public sealed class BodySizeTests(BodySizeTests.Fixture node) : IClassFixture<BodySizeTests.Fixture>
{
    private const int MiB = 1024 * 1024;

    private Door Door => node.Door;

    [Fact]
    public async Task A_result_of_64_MiB_is_accepted_and_comes_back_complete()
    {
        var table = (await Door.TakeAsync("large")).Name;
        var body = Pad(Result.Of(1, 0, "Q64"), 64 * MiB);

        (await Door.StoreResultAsync(table, "large", body)).IsStored();

        Assert.Contains($"{table},1,0,Q64", await Door.SubmissionAsync("cea"));
        var kept = Assert.Single(await Door.ZipAsync("/downloadResults"), entry => entry.Name.EndsWith(table, StringComparison.Ordinal));
        Assert.Equal(body.Length, kept.Body.Length);
        Assert.Equal(SHA256.HashData(body), SHA256.HashData(kept.Body));
    }

    [Theory]
    [InlineData("storeResult", 128, false)]
    [InlineData("storeResult", 128, true)]
    [InlineData("storeError", 16, false)]
    [InlineData("storeError", 16, true)]
    public async Task A_body_beyond_the_limit_is_refused_whether_or_not_its_length_is_told(string route, int limit, bool chunked)
    {
        var client = $"{route} {chunked}";
        var table = (await Door.TakeAsync(client)).Name;
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri($"/{route}/{table}/?client={Uri.EscapeDataString(client)}", UriKind.Relative))
        {
            Content = new StreamContent(new Spaces((limit * (long)MiB) + 1)),
        };
        request.Headers.TransferEncodingChunked = chunked;
        if (!chunked)
        {
            request.Content.Headers.ContentLength = (limit * (long)MiB) + 1;
        }

        (await Door.SendAsync(request)).IsPage(HttpStatusCode.RequestEntityTooLarge);

        Assert.Equal("running", (string?)(await Door.TableAsync(table))["item"]!["status"]);
        (await Door.StoreErrorAsync(table, client, "too large")).IsStored();
    }

    [Theory]
    [InlineData("/getWork?client=me")]
    [InlineData("/api/v1/tables/reset")]
    public async Task Other_routes_take_no_more_than_a_MiB(string path)
    {
        using var content = new ByteArrayContent(Pad("{\"which\":\"errors\",\"dryRun\":true}", 2 * MiB));
        content.Headers.ContentType = new(path.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "application/x-www-form-urlencoded");

        (await Door.PostAsync(path, content)).Is(HttpStatusCode.RequestEntityTooLarge);
    }

    private static byte[] Pad(string text, int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes(text, body);
        return body;
    }

    public sealed class Fixture : NodeFixture
    {
        protected override void Fill(InputDirectory input) => input.WithSmallTables(10, 1);
    }

    /// <summary>A body that is not in memory, and whose length nobody can ask for.</summary>
    private sealed class Spaces(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var some = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, some).Fill((byte)' ');
            _left -= some;
            return some;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
