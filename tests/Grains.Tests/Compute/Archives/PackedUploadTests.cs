namespace Switchyard.Compute.Archives;

/// <summary>However an archive is packed, it is read whole or refused: no file of a damaged one is ever computed on.</summary>
public sealed class PackedUploadTests : IDisposable
{
    private readonly DirectoryInfo _in = Directory.CreateTempSubdirectory("switchyard-packed-");

    public static TheoryData<string> Names { get; } = [.. Packings.All];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_packing_is_read(string packing)
    {
        var payload = Packings.Make(packing);

        Assert.Equal(Packings.Files, await UnpackAsync(payload));
        Assert.Equal(Packings.Files, await ReadAsync(payload));
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(_in.FullName, "main.json"), TestContext.Current.CancellationToken));
        Assert.Equal(2, _in.GetFileSystemInfos().Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task None_that_breaks_off_is_read(string packing)
    {
        var payload = Packings.Make(packing);
        for (var length = payload.Length - 1; length >= 3; length -= length < payload.Length - 200 ? 7 : 1)
        {
            Assert.Null(await ReadAsync(payload[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task One_flipped_bit_shows_or_changes_nothing(string packing)
    {
        // A zip has names and lengths twice, and no checksum of its directory.
        var payload = Packings.Make(packing);
        var end = packing == Packings.Zip ? payload.AsSpan().IndexOf("PK\x01\x02"u8) : payload.Length;
        for (var place = 0; place < end; place++)
        {
            var damaged = (byte[])payload.Clone();
            damaged[place] ^= (byte)(1 << (place % 8));
            if (await ReadAsync(damaged) is { } files)
            {
                Assert.Equal(Packings.Files, files);
                await UnpackAsync(damaged);
                Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(_in.FullName, "main.json"), TestContext.Current.CancellationToken));
            }
        }
    }

    [Theory]
    [InlineData(Packings.Gzip)]
    [InlineData(Packings.StoredGzip)]
    [InlineData(Packings.Bzip2)]
    [InlineData(Packings.Xz)]
    public async Task Nothing_may_follow_but_more_of_the_same(string packing)
    {
        var payload = Packings.Make(packing);
        var empty = packing switch
        {
            Packings.Bzip2 => Packings.OfBzip2([0]),
            Packings.Xz => payload,
            _ => Tars.Gzip([0]),
        };
        byte[] more = [.. payload, .. empty];

        Assert.Equal(Packings.Files, await ReadAsync(more));
        Assert.Null(await ReadAsync([.. payload, 7]));
        Assert.Null(await ReadAsync([.. payload, .. "something else, and not so short"u8]));
        Assert.Null(await ReadAsync(more[..^3]));
        more[^3] ^= 1;
        Assert.Null(await ReadAsync(more));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000_000)]
    public async Task Gzip_may_be_filled_up_with_zeros(int zeros)
    {
        byte[] payload = [.. Packings.Make(Packings.Gzip), .. new byte[zeros]];

        Assert.Equal(Packings.Files, await ReadAsync(payload));
        Assert.Null(await ReadAsync([.. payload, 1]));
    }

    [Theory]
    [InlineData(false, "filter")]
    [InlineData(true, "1073741824 bytes of memory")]
    public async Task What_is_not_read_of_xz_is_named(bool isGreat, string expected)
    {
        var payload = isGreat ? Packings.XzOfGreatMemory : Packings.XzWithDelta;
        var verdict = await CheckAsync(payload, new UploadLimits());

        Assert.Equal(UploadRefusal.NotAnArchive, verdict.Refusal);
        Assert.Contains(expected, verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Packings.Gzip)]
    [InlineData(Packings.Bzip2)]
    [InlineData(Packings.Zip)]
    public async Task A_mask_packs_well_and_is_taken_and_bytes_are_the_bound(string packing)
    {
        var mask = new string('\0', 16 << 20);
        var payload = packing switch
        {
            Packings.Gzip => Tars.Gzip(Tars.MakeFiles(("file-mask.raw", mask))),
            Packings.Bzip2 => Packings.OfBzip2(Tars.MakeFiles(("file-mask.raw", mask))),
            _ => Packings.OfZip(("file-mask.raw", mask)),
        };

        Assert.InRange(mask.Length / payload.Length, 750, int.MaxValue);
        Assert.Equal([new UploadedFile("file-mask.raw", mask.Length)], await ReadAsync(payload));
        Assert.Equal(UploadRefusal.TooLarge, (await CheckAsync(payload, new UploadLimits { MaxUnpackedBytes = mask.Length - 1 })).Refusal);
    }

    [Fact]
    public async Task What_follows_the_end_of_a_tar_is_bounded_too()
    {
        var payload = Tars.Gzip([.. Tars.MakeFiles(("a", "1")), .. new byte[5_000_000]]);

        Assert.Null((await CheckAsync(payload, new UploadLimits { MaxUnpackedBytes = 6_000_000 })).Refusal);
        Assert.Equal(UploadRefusal.TooLarge, (await CheckAsync(payload, new UploadLimits { MaxUnpackedBytes = 4_000_000 })).Refusal);
    }

    [Fact]
    public async Task Of_a_zip_only_files_at_the_top_are_taken()
    {
        var payload = Packings.OfZip(
            ("../../evil", "evil"), ("/tmp/evil", "evil"), ("sub/", ""), ("sub/deep", "deep"), ("./main.json", "first"), ("main.json", "last"), ("..", "evil"));

        Assert.Equal([new UploadedFile("main.json", 4)], await UnpackAsync(payload));
        Assert.Equal("last", await File.ReadAllTextAsync(Path.Combine(_in.FullName, "main.json"), TestContext.Current.CancellationToken));
        Assert.Single(_in.GetFileSystemInfos());
        Assert.Null((await CheckAsync(payload, new UploadLimits { MaxEntries = 7 })).Refusal);
        Assert.Equal(UploadRefusal.TooManyEntries, (await CheckAsync(payload, new UploadLimits { MaxEntries = 6 })).Refusal);
    }

    [Fact]
    public async Task A_directory_of_a_zip_that_lies_about_its_length_is_counted_itself()
    {
        var payload = Packings.OfZip(Enumerable.Range(0, 50).Select(number => ($"file-{number}", "")));
        var end = payload.AsSpan().LastIndexOf("PK\x05\x06"u8);
        payload[end + 8] = payload[end + 10] = 1;

        Assert.Equal(UploadRefusal.TooManyEntries, (await CheckAsync(payload, new UploadLimits { MaxEntries = 49 })).Refusal);
        Assert.Equal(UploadRefusal.NotAnArchive, (await CheckAsync(payload, new UploadLimits())).Refusal);
    }

    public void Dispose() => _in.Delete(recursive: true);

    /// <summary>Null when it is refused as damaged.</summary>
    private async Task<IReadOnlyList<UploadedFile>?> ReadAsync(byte[] payload)
    {
        var verdict = await CheckAsync(payload, new UploadLimits());
        Assert.True(verdict.Refusal is null or UploadRefusal.NotAnArchive);
        return verdict.Refusal is null ? verdict.Files : null;
    }

    private Task<UploadVerdict> CheckAsync(byte[] payload, UploadLimits limits) =>
        UploadArchive.CheckAsync(new MemoryStream(payload), _in.FullName, limits, TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<UploadedFile>> UnpackAsync(byte[] payload) =>
        UploadArchive.UnpackAsync(new MemoryStream(payload), _in.FullName, new UploadLimits(), TestContext.Current.CancellationToken);
}
