using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Compute.Volumes;

public sealed class HostileFileTests
{
    private static readonly VolumeSize Size = new(9, 8, 7);
    private static readonly VolumeLimits Small = new() { MaxVoxelBytes = 64 * 1024, MaxHeaderBytes = 16 * 1024 };

    private static readonly Dictionary<string, byte[]> Valid = Files();

    public static TheoryData<string> Names { get; } = [.. Valid.Keys];

    [Property(MaxTest = 3000)]
    public Property Damaged_files_are_volumes_or_refused_and_take_no_more_memory_than_allowed() => Prop.ForAll(
        Arb.From(
            from name in Gen.Elements(Valid.Keys.ToArray())
            let file = Valid[name]
            from cut in Gen.Frequency((2, Gen.Constant(file.Length)), (1, Gen.Choose(0, file.Length)))
            from headerFlips in Gen.ListOf(Gen.Two(Gen.Choose(0, 420)), 3)
            from flips in Gen.ListOf(Gen.Two(Gen.Choose(0, int.MaxValue)), 3)
            from count in Gen.Choose(0, 6)
            select Damage(file, cut, [.. headerFlips.Concat(flips).Take(count)])),
        file =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = SampleFiles.Read(file, Small).Stored.Length;
            }
            catch (VolumeFormatException)
            {
            }

            // Voxels, a header's text in its forms, and two buffers of 64 KiB.
            return GC.GetAllocatedBytesForCurrentThread() - before < Small.MaxVoxelBytes + (8 * Small.MaxHeaderBytes) + (256 * 1024);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void No_beginning_of_a_file_is_a_volume(string name)
    {
        var file = Valid[name];
        Assert.Equal(Size, SampleFiles.Read(file).Size);
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_that_cannot_be_sought_is_held_to_the_same_rules(string name)
    {
        Assert.Equal(Size, ReadTrickling(Valid[name]).Size);
        Assert.Throws<VolumeFormatException>(() => ReadTrickling(Valid[name][..^20]));
    }

    [Fact]
    public void More_voxels_than_the_header_says_are_refused()
    {
        var nifti = SampleFiles.Nifti(Size, 2, 1, new byte[Size.Count + 1], false);
        foreach (var file in new[]
        {
            nifti,
            SampleFiles.Gzip(nifti),
            SampleFiles.MetaImage(Size, "MET_UCHAR", 1, new byte[Size.Count + 1], false, true),
            SampleFiles.Nrrd(Size, "uint8", 1, new byte[Size.Count + 1], false, true),
        })
        {
            Assert.Contains("goes on", Refusal(file), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_claim_the_file_cannot_meet_takes_no_memory()
    {
        var file = SampleFiles.Gzip(SampleFiles.Nifti(new(512, 512, 512), 4, 2, [], false));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("ends before", Refusal(file), StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1024 * 1024);
    }

    [Fact]
    public void A_volume_over_the_limit_is_refused_by_its_header() =>
        Assert.Equal(
            "The volume has 536870912 bytes of voxels, the limit is 65536.",
            Refusal(SampleFiles.Nifti(new(1024, 1024, 256), 4, 2, [], false), Small));

    [Theory]
    [InlineData("ObjectType = Image\nComment = ")]
    [InlineData("NRRD0004\n# ")]
    public void A_header_without_end_is_refused(string start) =>
        Assert.Contains("longer than allowed", Refusal([.. Encoding.ASCII.GetBytes(start), .. new byte[1 << 20]], Small), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_volume_gets_the_known_answer()
    {
        foreach (var file in new byte[][] { [], [0], [0x1F, 0x8B], "PK\x03\x04 an archive"u8.ToArray(), new byte[4096], SampleFiles.Gzip([]), SampleFiles.Gzip(new byte[4096]) })
        {
            var message = Refusal(file);
            Assert.True(message == VolumeFormatException.UnsupportedFiletype || (file.Length == 2 && message.Contains("damaged", StringComparison.Ordinal)), message);
        }

        Assert.Equal("Unsupported volume filetype", VolumeFormatException.UnsupportedFiletype);
    }

    [Fact]
    public void A_checksum_that_does_not_match_is_damage()
    {
        var file = Valid["nifti gzip"].ToArray();
        file[^6] ^= 1;
        Assert.Contains("damaged", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zlib_dictionary_is_damage()
    {
        var file = Valid["metaimage zlib"].ToArray();
        var data = file.AsSpan(file.AsSpan().IndexOf("LOCAL\n"u8) + 6);
        data[1] |= 0x20;
        data[1] = (byte)((data[1] & 0xE0) + 31 - (((data[0] << 8) + (data[1] & 0xE0)) % 31));
        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(data) % 31);
        Assert.Contains("damaged", Refusal(file), StringComparison.Ordinal);
    }

    private static string Refusal(byte[] file, VolumeLimits? limits = null) =>
        Assert.Throws<VolumeFormatException>(() => SampleFiles.Read(file, limits)).Message;

    private static Volume ReadTrickling(byte[] file)
    {
        using var stream = new PipeStream(file);
        return VolumeFile.Read(stream, cancellation: TestContext.Current.CancellationToken);
    }

    private static byte[] Damage(byte[] file, int cut, IReadOnlyList<(int Place, int Value)> flips)
    {
        var damaged = file[..cut];
        foreach (var (place, value) in damaged.Length == 0 ? [] : flips)
        {
            damaged[place % damaged.Length] ^= (byte)(1 + (value % 255));
        }

        return damaged;
    }

    private static Dictionary<string, byte[]> Files()
    {
        var shorts = NiftiTests.Ramp(Size, VoxelType.I16);
        return new()
        {
            ["nifti"] = SampleFiles.Nifti(Size, 4, 2, shorts, false),
            ["nifti big"] = SampleFiles.Nifti(Size, 4, 2, shorts, true),
            ["nifti gzip"] = SampleFiles.Gzip(SampleFiles.Nifti(Size, 4, 2, shorts, false)),
            ["metaimage"] = SampleFiles.MetaImage(Size, "MET_SHORT", 2, shorts, false, false, "ElementSpacing = 1 2 3"),
            ["metaimage zlib"] = SampleFiles.MetaImage(Size, "MET_SHORT", 2, shorts, false, true),
            ["nrrd"] = SampleFiles.Nrrd(Size, "int16", 2, shorts, false, false, "space: LPS\nspace directions: (1,0,0) (0,1,0) (0,0,1)"),
            ["nrrd gzip"] = SampleFiles.Nrrd(Size, "int16", 2, shorts, false, true),
        };
    }

    /// <summary>Gives a few bytes at a time and does not know how many there are.</summary>
    private sealed class PipeStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(7, buffer.Length)]);
    }
}
