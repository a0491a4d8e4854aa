using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Switchyard.Blobs;
using Switchyard.Tickets.Pages;

namespace Switchyard.OperatorConsole;

/// <summary>What pages show of a result, by the blobs of a real node.</summary>
public sealed class ResultFilesTests(WorkNode work) : IClassFixture<WorkNode>
{
    private readonly IBlobStore _blobs = work.Node.Blobs;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_shown_file_by_file_within_bounds_and_pictures_by_their_bytes()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Enumerable.Repeat((byte)0, 9_000)];
        var blob = await WriteAsync(
            ("data.json", """{"a":[1,2]}"""u8.ToArray()),
            ("page.html", "<script>window.hacked=1</script>"u8.ToArray()),
            ("long.txt", Encoding.UTF8.GetBytes("a" + new string('\u00e4', 5_000))),
            ("mask.png", png),
            ("huge.png", [.. png, .. new byte[600_000]]),
            ("volume.nii", [0, 1, 2, 255]));

        var files = (await ResultFiles.ListAsync(_blobs, blob, Cancelled))!;

        Assert.Equal("""{"a":[1,2]}""", files[0].Text!.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Assert.Contains('\n', files[0].Text!);
        Assert.Equal("<script>window.hacked=1</script>", files[1].Text);
        Assert.Equal(("a" + new string('\u00e4', 2_047), true), (files[2].Text, files[2].IsCut));
        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(png), files[3].Image);
        Assert.Equal((null, null), (files[4].Image, files[4].Text));
        Assert.Equal((4L, null, null), (files[5].Length, files[5].Text, files[5].Image));
    }

    [Fact]
    public async Task Of_many_pictures_no_more_is_shown_than_all_together_may_be()
    {
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[500_000]];
        var blob = await WriteAsync([.. Enumerable.Range(0, 10).Select(number => ($"{number}.png", png))]);

        var files = (await ResultFiles.ListAsync(_blobs, blob, Cancelled))!;

        Assert.Equal(10, files.Count);
        Assert.Equal(4, files.Count(file => file.Image is not null));
    }

    private async Task<string> WriteAsync(params (string Name, byte[] Data)[] files)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            foreach (var (name, data) in files)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(data) }, Cancelled);
            }
        }

        packed.Position = 0;
        return (await _blobs.WriteAsync(packed, 1 << 24, Cancelled)).Id;
    }
}
