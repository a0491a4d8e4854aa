using System.Formats.Tar;

namespace Switchyard.Compute.Archives;

public sealed class UploadLimitsTests
{
    [Theory]
    [InlineData(3, null)]
    [InlineData(2, UploadRefusal.TooManyEntries)]
    public async Task Entries_are_counted_whatever_they_are(int limit, UploadRefusal? refusal)
    {
        var tar = Tars.Make(
            TarEntryFormat.Pax, (TarEntryType.Directory, "d/", ""), (TarEntryType.SymbolicLink, "l", "x"), (TarEntryType.RegularFile, "f", ""));

        Assert.Equal(refusal, (await CheckAsync(tar, new UploadLimits { MaxEntries = limit })).Refusal);
    }

    [Theory]
    [InlineData(3000, null)]
    [InlineData(2999, UploadRefusal.TooLarge)]
    public async Task Bytes_are_counted_also_of_what_is_passed_over(long limit, UploadRefusal? refusal)
    {
        var tar = Tars.MakeFiles(("a", new string('a', 1000)), ("sub/b", new string('b', 2000)));

        Assert.Equal(refusal, (await CheckAsync(tar, new UploadLimits { MaxUnpackedBytes = limit })).Refusal);
        Assert.Equal(refusal, (await CheckAsync(Tars.Gzip(tar), new UploadLimits { MaxUnpackedBytes = limit })).Refusal);
    }

    [Fact]
    public async Task A_bomb_is_stopped_where_it_passes_the_bound()
    {
        var bomb = Tars.Gzip([.. Tars.Header("zeros", "4000000000", '0'), .. new byte[80 << 20]]);
        var source = new MemoryStream(bomb);

        var verdict = await UploadArchive.CheckAsync(
            source, Path.GetTempPath(), new UploadLimits { MaxUnpackedBytes = 40 << 20 }, TestContext.Current.CancellationToken);

        Assert.Equal(UploadRefusal.TooLarge, verdict.Refusal);
        Assert.InRange(source.Position, 1, bomb.Length - (8 << 10));
    }

    private static Task<UploadVerdict> CheckAsync(byte[] payload, UploadLimits limits) =>
        UploadArchive.CheckAsync(new MemoryStream(payload), Path.GetTempPath(), limits, TestContext.Current.CancellationToken);
}
