using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Compute.Archives;

namespace Switchyard.Jobs.Datasets;

public sealed class ArchiveHeadersTests : IDisposable
{
    private const string Dataset = "INCOME_2024";

    private static readonly string[] Members =
    [
        Dataset + ".json", "./" + Dataset + ".json", "metadata/" + Dataset + ".json", "OTHER.json", Dataset + ".JSON", Dataset + ".json/",
        "chunks/", "chunks", "./chunks/", "chunks/1.csv", "Chunks/", "x/chunks/", new string('y', 180) + "/chunks",
    ];

    private readonly string _file = Path.GetTempFileName();

    [Property(MaxTest = 300)]
    public Property Only_members_of_exactly_these_names_count() => Prop.ForAll(
        Gen.Elements(Members).ListOf().ToArbitrary(),
        Gen.Elements(TarEntryFormat.Gnu, TarEntryFormat.Pax).ToArbitrary(),
        Gen.Choose(0, 1600).Two().ToArbitrary(),
        (members, format, choice) =>
        {
            var archive = Tar.Of(members, format, contentLength: choice.Item1);
            File.WriteAllBytes(_file, choice.Item2 % 2 == 0 ? archive : Tar.Gzip(archive));

            var headers = ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default);

            return headers == new ArchiveHeaders(
                members.Any(member => member is Dataset + ".json" or Dataset + ".json/"), members.Any(member => member is "chunks" or "chunks/"));
        });

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public void Archives_of_all_kinds_are_read(TarEntryFormat format)
    {
        File.WriteAllBytes(_file, Tar.Of([Dataset + ".json", "chunks/"], format));

        Assert.Equal(new ArchiveHeaders(true, true), ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    [InlineData("xz")]
    public void What_is_packed_is_whole_only_with_its_end(string packing)
    {
        var whole = Packed(packing);
        File.WriteAllBytes(_file, whole);
        Assert.Equal(new ArchiveHeaders(true, true), ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));
        byte[] wrong = [.. whole[..^5], (byte)(whole[^5] ^ 0x10), .. whole[^4..]];
        foreach (var damaged in new[] { whole[..^1], whole[..^5], wrong, [.. whole, 1], [.. whole, .. whole[..^1]] })
        {
            File.WriteAllBytes(_file, damaged);
            var refusal = Assert.Throws<InvalidDataException>(() => ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));
            Assert.StartsWith($"it is packed with {packing}: ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("zstd", 0x28, 0xb5, 0x2f, 0xfd)]
    [InlineData("zip", 0x50, 0x4b, 3, 4)]
    [InlineData("lz4", 4, 0x22, 0x4d, 0x18)]
    [InlineData("lzma", 0x5d, 0, 0, 0x80)]
    [InlineData("compress", 0x1f, 0x9d, 0x90, 0)]
    public void What_is_packed_in_another_way_is_refused_by_its_name(string packing, params int[] start)
    {
        File.WriteAllBytes(_file, [.. start.Select(octet => (byte)octet), .. new byte[600]]);

        var refusal = Assert.Throws<InvalidDataException>(() => ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));

        Assert.Equal($"it is packed with {packing}, which is not read here", refusal.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_archive_cut_anywhere_within_its_members_is_refused(bool compressed)
    {
        var whole = Tar.Of([Dataset + ".json", "chunks/", "chunks/1.csv"], TarEntryFormat.Ustar, contentLength: 700);
        int[] betweenMembers = [512 + 1024, 512 + 1024 + 512];

        foreach (var length in Enumerable.Range(1, whole.Length - 1024 - 1).Except(betweenMembers))
        {
            File.WriteAllBytes(_file, compressed ? Tar.Gzip(whole[..length]) : whole[..length]);

            Assert.ThrowsAny<Exception>(() => ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));
        }
    }

    [Fact]
    public void A_compressed_archive_that_is_cut_is_refused()
    {
        var packed = Tar.Gzip(Tar.Dataset(Dataset, contentLength: 5000));
        File.WriteAllBytes(_file, packed[..(packed.Length / 2)]);

        Assert.ThrowsAny<Exception>(() => ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));
    }

    [Fact]
    public void The_end_marks_may_be_missing()
    {
        File.WriteAllBytes(_file, Tar.Dataset(Dataset)[..^1024]);

        Assert.Equal(new ArchiveHeaders(true, true), ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));
    }

    [Fact]
    public void A_header_takes_no_memory_for_a_name_of_its_own_invention()
    {
        File.WriteAllBytes(_file, Tar.LyingName(1_900_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<InvalidDataException>(() => ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));

        Assert.Contains("too long", refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(300)]
    [InlineData(511)]
    public void Nor_does_one_that_is_unpacked_in_pieces(int piece)
    {
        var archive = Tar.LyingName(1_900_000_000);
        File.WriteAllBytes(_file, [.. Tar.Gzip(archive[..piece]), .. Tar.Gzip(archive[piece..])]);

        var refusal = Assert.Throws<InvalidDataException>(() => ArchiveHeaders.Read(_file, Dataset, ArchiveLimits.Default));

        Assert.Contains("too long", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contents_are_jumped_over_and_not_read()
    {
        File.WriteAllBytes(_file, Tar.Dataset(Dataset, contentLength: 4_000_000));

        Assert.Equal(new ArchiveHeaders(true, true), ArchiveHeaders.Read(_file, Dataset, new ArchiveLimits(Members: 10, Bytes: 10_000)));
        Assert.Throws<InvalidDataException>(() => ArchiveHeaders.Read(_file, Dataset, new ArchiveLimits(Members: 2, Bytes: 10_000)));
    }

    [Fact]
    public void What_unfolds_beyond_the_limit_is_given_up()
    {
        File.WriteAllBytes(_file, Tar.Gzip(Tar.Dataset(Dataset, contentLength: 4_000_000)));

        Assert.Throws<InvalidDataException>(() => ArchiveHeaders.Read(_file, Dataset, new ArchiveLimits(Members: 10, Bytes: 1_000_000)));
    }

    private static byte[] Packed(string packing)
    {
        var archive = Tar.Of([Dataset + ".json", "chunks/"], TarEntryFormat.Ustar);
        return packing switch
        {
            "gzip" => Tar.Gzip(archive),
            "bzip2" => Packings.OfBzip2(archive),
            _ => Tar.Xz,
        };
    }

    public void Dispose() => File.Delete(_file);
}
