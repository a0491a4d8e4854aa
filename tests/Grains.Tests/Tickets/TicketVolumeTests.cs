using Switchyard.Compute;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Services;
using Switchyard.Compute.Volumes;
using Switchyard.Work;

namespace Switchyard.Tickets;

public sealed class TicketVolumeTests
{
    private const string Mask = "predicted_vol.nii.gz";
    private static readonly VolumeSize Size = new(24, 20, 16);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ball_comes_back_segmented_where_it_was()
    {
        await using var rig = await new TicketsRig(null).UpAsync();
        var volume = SampleVolumes.Of(
            Size,
            (x, y, z) => (IsBall(x, y, z) || IsSpeck(x, y, z) ? 900 : 100) + (((x * 7) + (y * 3) + z) % 20),
            SampleVolumes.Turned(0.3, -0.2, 0.1, new(0.5, 0.75, 1.5), new(-12, 30, 7)));
        var id = await rig.SubmitAsync(BuiltInServices.Threshold, UploadOf(Nifti(volume), """{"largestComponent": true}"""));

        var ticket = await rig.ResultOfAsync(id);
        var mask = await ReadMaskAsync(rig, ticket);
        Assert.True(SampleVolumes.SamePlaces(volume, mask, 1e-4));
        AssertMask(mask, IsBall);

        var whole = await rig.ResultOfAsync(await rig.SubmitAsync(BuiltInServices.Threshold, UploadOf(Nifti(volume), inputs: null)));
        AssertMask(await ReadMaskAsync(rig, whole), (x, y, z) => IsBall(x, y, z) || IsSpeck(x, y, z));
    }

    [Fact]
    public async Task What_is_no_volume_is_refused_with_the_inputs_id()
    {
        await using var rig = await new TicketsRig(null).UpAsync();
        var volume = Nifti(SampleVolumes.Of(Size, (x, _, _) => x));

        Assert.Equal("volume: Unsupported volume filetype", await ErrorOfAsync(UploadOf("It is text."u8.ToArray(), "{}")));
        Assert.Equal("volume: Unsupported volume filetype", await ErrorOfAsync(UploadOf([], "{}")));
        Assert.StartsWith("volume: Unsupported volume filetype (", await ErrorOfAsync(UploadOf(volume[..^100], "{}")), StringComparison.Ordinal);
        volume[^6] ^= 1;
        Assert.Equal(
            "volume: Unsupported volume filetype (The volume's compressed data are damaged or cut short.)",
            await ErrorOfAsync(UploadOf(volume, "{}")));
        Assert.Equal("volume: Not exactly one file found.", await ErrorOfAsync(Tars.MakeFiles(("main.json", """{"inputs":{}}"""))));

        async Task<string?> ErrorOfAsync(byte[] archive)
        {
            var ticket = await rig.EndOfAsync(await rig.SubmitAsync(BuiltInServices.Threshold, archive));
            Assert.Equal(WorkStatus.Failed, ticket.Item.Status);
            return ticket.Error;
        }
    }

    [Fact]
    public async Task A_volume_of_a_result_becomes_a_meta_image()
    {
        await using var rig = await new TicketsRig(null).UpAsync();
        var volume = SampleVolumes.Of(Size, (x, y, z) => IsBall(x, y, z) ? 1 : 0);
        var ticket = await rig.ResultOfAsync(await rig.SubmitAsync(BuiltInServices.Threshold, UploadOf(Nifti(volume), "{}")));

        var converted = await rig.Grains.GetVolumes().ToMetaImageAsync(ticket.ResultBlob!, Mask);
        await using (var content = await rig.OpenAsync(converted!.Id))
        {
            var image = VolumeFile.Read(content, cancellation: Cancellation);
            Assert.True(SampleVolumes.SamePlaces(volume, image, 1e-6));
            AssertMask(image, IsBall);
        }

        await using (var content = await rig.OpenAsync(converted.Id))
        {
            var start = new byte[10];
            await content.ReadExactlyAsync(start, Cancellation);
            Assert.Equal("ObjectType"u8.ToArray(), start);
        }

        Assert.Null(await rig.Grains.GetVolumes().ToMetaImageAsync(ticket.ResultBlob!, "other.nii.gz"));
        Assert.Null(await rig.Grains.GetVolumes().ToMetaImageAsync(new string('0', 32), Mask));
        var text = await rig.UploadAsync(Tars.Gzip(Tars.MakeFiles((Mask, "no volume"))));
        Assert.Null(await rig.Grains.GetVolumes().ToMetaImageAsync(text, Mask));
        rig.AssertNothingRuns();
    }

    private static bool IsBall(int x, int y, int z) => ((x - 10) * (x - 10)) + ((y - 9) * (y - 9)) + ((z - 8) * (z - 8)) <= 25;

    private static bool IsSpeck(int x, int y, int z) => x >= 21 && y <= 1 && z == 0;

    private static byte[] Nifti(Volume volume)
    {
        using var file = new MemoryStream();
        VolumeFile.Write(volume, VolumeFormat.Nifti, file, Cancellation);
        return file.ToArray();
    }

    /// <param name="inputs">Null: no main.json.</param>
    private static byte[] UploadOf(byte[] volume, string? inputs)
    {
        var file = Tars.MakeFile("file-volume.nii", volume);
        return inputs is null ? file : [.. Tars.MakeFiles(("main.json", $$"""{"inputs":{{inputs}}}"""))[..^1024], .. file];
    }

    private static async Task<Volume> ReadMaskAsync(TicketsRig rig, TicketView ticket)
    {
        await using var result = await rig.OpenAsync(ticket.ResultBlob!);
        var (name, content) = Assert.Single(await ResultReader.ReadBytesAsync(result));
        Assert.Equal(Mask, name);
        Assert.Equal([0x1F, 0x8B], content[..2]);
        using var file = new MemoryStream(content);
        return VolumeFile.Read(file, cancellation: Cancellation);
    }

    private static void AssertMask(Volume mask, Func<int, int, int, bool> isMarked)
    {
        var expected = SampleVolumes.Of(mask.Size, (x, y, z) => isMarked(x, y, z) ? 1 : 0);
        var (wanted, got) = (new double[mask.Count], new double[mask.Count]);
        expected.ReadValues(0, wanted);
        mask.ReadValues(0, got);
        Assert.Equal(wanted, got);
    }
}
