using System.Formats.Tar;
using System.Runtime.Versioning;

namespace Switchyard.Compute.Archives;

[UnsupportedOSPlatform("windows")]
public sealed class UploadArchiveTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-upload-");

    private string In => Path.Combine(_root.FullName, "a", "in");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public UploadArchiveTests()
    {
        Directory.CreateDirectory(In);
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Every_kind_of_tar_is_read_packed_or_not(TarEntryFormat format)
    {
        var longName = new string('n', format is TarEntryFormat.Gnu or TarEntryFormat.Pax ? 200 : 90);
        var big = new string('x', 200_000);
        var tar = Tars.Make(
            format,
            (TarEntryType.RegularFile, "./main.json", "{}"),
            (TarEntryType.RegularFile, longName, big),
            (TarEntryType.RegularFile, "empty", ""));

        foreach (var payload in (byte[][])[tar, Tars.Gzip(tar)])
        {
            var files = await UnpackAsync(payload);

            Assert.Equal([new("empty", 0), new("main.json", 2), new(longName, 200_000)], files);
            Assert.Equal(files, (await CheckAsync(payload)).Files);
            Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(In, "main.json"), Token));
            Assert.Equal(big, await File.ReadAllTextAsync(Path.Combine(In, longName), Token));
        }
    }

    [Fact]
    public async Task What_is_not_a_file_at_the_top_is_passed_over()
    {
        var tar = Tars.Make(
            TarEntryFormat.Pax,
            (TarEntryType.Directory, "./", ""),
            (TarEntryType.RegularFile, "../../evil.txt", "evil"),
            (TarEntryType.RegularFile, "/tmp/switchyard-evil.txt", "evil"),
            (TarEntryType.RegularFile, "sub/deep.txt", "deep"),
            (TarEntryType.RegularFile, "./sub/deep.txt", "deep"),
            (TarEntryType.RegularFile, "..", "evil"),
            (TarEntryType.RegularFile, "./..", "evil"),
            (TarEntryType.SymbolicLink, "link", "/etc/passwd"),
            (TarEntryType.RegularFile, "link/x", "evil"),
            (TarEntryType.HardLink, "hard", "main.json"),
            (TarEntryType.Fifo, "fifo", ""),
            (TarEntryType.CharacterDevice, "device", ""),
            (TarEntryType.RegularFile, ".hidden", "h"),
            (TarEntryType.RegularFile, "..\\win.txt", "w"),
            (TarEntryType.RegularFile, "main.json", "first and longer"),
            (TarEntryType.RegularFile, "././main.json", "last"));

        var files = await UnpackAsync(Tars.Gzip(tar));

        Assert.Equal(["..\\win.txt", ".hidden", "main.json"], files.Select(file => file.Name));
        Assert.Equal("last", await File.ReadAllTextAsync(Path.Combine(In, "main.json"), Token));
        Assert.Equal(3, _root.GetFileSystemInfos("*", SearchOption.AllDirectories).Length - 2);
        Assert.All(Directory.GetFiles(In), path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }

    [Fact]
    public async Task A_file_after_a_link_of_its_name_does_not_follow_it()
    {
        var target = Path.Combine(_root.FullName, "target");
        await File.WriteAllTextAsync(target, "before", Token);

        await UnpackAsync(Tars.Make(TarEntryFormat.Pax, (TarEntryType.SymbolicLink, "x", target), (TarEntryType.RegularFile, "x", "after")));

        Assert.Equal("before", await File.ReadAllTextAsync(target, Token));
        Assert.Equal("after", await File.ReadAllTextAsync(Path.Combine(In, "x"), Token));
    }

    [Fact]
    public async Task An_archive_of_nothing_is_an_archive()
    {
        Assert.Null((await CheckAsync(new byte[1024])).Refusal);
    }

    [Fact]
    public async Task A_tar_without_its_last_zeros_is_read()
    {
        var tar = Tars.MakeFiles(("a", "1"));

        Assert.Equal([new("a", 1)], (await CheckAsync(tar[..1024])).Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("BZh91AY", "bzip2")]
    [InlineData("\u00fd7zXZ\0", "xz")]
    [InlineData("\u001f\u008b\u0008\0", "gzip|tar")]
    [InlineData("PK\u0003\u0004", "zip")]
    public async Task What_is_no_tar_is_said_so(string start, string word = "not a tar archive")
    {
        foreach (var payload in (byte[][])[System.Text.Encoding.Latin1.GetBytes(start), [.. System.Text.Encoding.Latin1.GetBytes(start), .. new byte[2000].Select((_, i) => (byte)i)]])
        {
            var verdict = await CheckAsync(payload);

            Assert.Equal(UploadRefusal.NotAnArchive, verdict.Refusal);
            Assert.Matches(word, verdict.Message);
        }
    }

    public static TheoryData<string, byte[]> Broken()
    {
        var good = Tars.MakeFiles(("a", "1"), ("b", new string('2', 600)));
        var flipped = (byte[])good.Clone();
        flipped[1024] ^= 1;
        return new()
        {
            { "cut in a header", good[..1200] },
            { "cut in a file", good[..2000] },
            { "a damaged header", flipped },
            { "cut in gzip", Tars.Gzip(good)[..60] },
            { "a length that is no number", Tars.Header("a", "9", '0') },
            { "a negative length", Tars.Header("a", "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", '0') },
            { "a length beyond all", Tars.Header("a", "\u0080\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", '0') },
            { "more promised than there is", [.. Tars.Header("a", "77777777777", '0'), .. new byte[4096]] },
            { "a long name of 2 GiB", [.. Tars.Header("a", "17777777777", 'L'), .. new byte[4096]] },
            { "attributes that are none", [.. Tars.Header("a", "10", 'x'), .. "999 path=x\n"u8, .. new byte[501], .. good] },
            { "a negative length in attributes", [.. Tars.Header("a", "13", 'x'), .. "11 size=-1\n"u8, .. new byte[501], .. good] },
            { "descriptions of descriptions", [.. Enumerable.Repeat(Tars.Header("a", "0", 'x'), 9).SelectMany(block => block), .. good] },
            { "holes", [.. Tars.Header("a", "0", 'S'), .. new byte[1024]] },
        };
    }

    [Theory]
    [MemberData(nameof(Broken), DisableDiscoveryEnumeration = true)]
    public async Task What_is_broken_is_refused_and_leaves_nothing(string what, byte[] payload)
    {
        var refused = await Assert.ThrowsAsync<UploadRefusedException>(() => UnpackAsync(payload));

        Assert.True(refused.Refusal == UploadRefusal.NotAnArchive, what);
        Assert.Equal((UploadRefusal.NotAnArchive, refused.Message), ((await CheckAsync(payload)).Refusal, (await CheckAsync(payload)).Message));
        Assert.Empty(Directory.GetFileSystemEntries(In));
    }

    [Fact]
    public async Task Attributes_rule_over_headers()
    {
        byte[] tar =
        [
            .. Tars.Header("a", "27", 'x'), .. "14 path=other\n9 size=2\n"u8, .. new byte[512 - 23],
            .. Tars.Header("a", "0", '0'), .. "hi"u8, .. new byte[510 + 1024],
        ];

        Assert.Equal([new("other", 2)], (await CheckAsync(tar)).Files);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private Task<IReadOnlyList<UploadedFile>> UnpackAsync(byte[] payload) =>
        UploadArchive.UnpackAsync(new MemoryStream(payload), In, new UploadLimits(), Token);

    private static Task<UploadVerdict> CheckAsync(byte[] payload) =>
        UploadArchive.CheckAsync(new MemoryStream(payload), Path.GetTempPath(), new UploadLimits(), Token);
}
