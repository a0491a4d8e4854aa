using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Tickets;

/// <summary>A volume is segmented: as an upload of the Tickets door, and as 3D Slicer's client asks for it.</summary>
[Collection(nameof(TicketsDoorNode))]
public sealed class VolumeTests(TicketsDoorNode node)
{
    private const int Edge = 24;

    private Door Door => node.Door;

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_ball_comes_back_segmented_where_it_was(string largestComponent)
    {
        var ticket = await Door.SubmitAsync("Threshold", Archive.Pack(
            ("main.json", Encoding.UTF8.GetBytes($$$"""{"inputs":{"largestComponent":{{{largestComponent}}}}}""")),
            ("file-volume.nii", Nifti.Write(Edge, Voxel))));

        var (name, content) = await Door.ResultAsync(ticket);
        Assert.Equal("predicted_vol.nii.gz", name);
        AssertMask(Nifti.ReadMask(content, Edge), isSpeckIn: largestComponent == "false");
    }

    [Fact]
    public async Task A_prediction_is_delayed_until_its_volume_is_there()
    {
        var inputs = (await Door.GetAsync("/interface")).Is(HttpStatusCode.OK).Json.AsArray();
        Assert.Equal(["volume volume", "largestComponent checkbox"], inputs.Select(input => $"{input!["destination"]} {input["type"]}"));
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(MetaImage()), "volume", "volume.mha" },
            { new StringContent("True"), "largestComponent" },
            { new StringContent("Slicer-v2"), "module_version" },
        };

        var delayed = Assert.Single((await Door.PostAsync("/predict", form)).Is(HttpStatusCode.OK).Json.AsArray())!;
        Assert.Equal("DelayedResponse", (string?)delayed["type"]);
        var answers = await Eventually.AskAsync(() => RespondAsync((string)delayed["request_id"]!), answers => (string?)answers[0]!["type"] != "DelayedResponse");

        Assert.Equal(["PlainText", "LabelVolume", "PlainText"], answers.Select(answer => (string?)answer!["type"]));
        AssertMask(Unpack(Convert.FromBase64String((string)answers[1]!["content"]!)), isSpeckIn: false);
        var unknown = Assert.Single(await RespondAsync("987654321-none"))!;
        Assert.Equal("The results of request 987654321 cannot be retrieved", (string?)unknown["content"]);
    }

    private static bool IsBall(int x, int y, int z) => ((x - 10) * (x - 10)) + ((y - 9) * (y - 9)) + ((z - 8) * (z - 8)) <= 25;

    private static bool IsSpeck(int x, int y, int z) => x >= 21 && y <= 1 && z == 0;

    private static short Voxel(int x, int y, int z) =>
        (short)((IsBall(x, y, z) || IsSpeck(x, y, z) ? 900 : 100) + (((x * 7) + (y * 3) + z) % 20));

    private static void AssertMask(byte[] mask, bool isSpeckIn)
    {
        var expected = new byte[Edge * Edge * Edge];
        for (var i = 0; i < expected.Length; i++)
        {
            var (x, y, z) = (i % Edge, i / Edge % Edge, i / (Edge * Edge));
            expected[i] = IsBall(x, y, z) || (isSpeckIn && IsSpeck(x, y, z)) ? (byte)1 : (byte)0;
        }

        Assert.Equal(expected, mask);
    }

    private static byte[] MetaImage() =>
    [
        .. Encoding.ASCII.GetBytes($"ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nElementSpacing = 1 1 1\nDimSize = {Edge} {Edge} {Edge}\nElementType = MET_SHORT\nElementDataFile = LOCAL\n"),
        .. Nifti.Write(Edge, Voxel)[352..],
    ];

    /// <summary>The bytes of a MetaImage, packed or not.</summary>
    private static byte[] Unpack(byte[] image)
    {
        var header = Encoding.Latin1.GetString(image);
        Assert.Contains($"DimSize = {Edge} {Edge} {Edge}\n", header, StringComparison.Ordinal);
        Assert.Contains("ElementType = MET_UCHAR\n", header, StringComparison.Ordinal);
        const string Last = "ElementDataFile = LOCAL\n";
        var data = image[(header.IndexOf(Last, StringComparison.Ordinal) + Last.Length)..];
        if (!header.Contains("CompressedData = True\n", StringComparison.Ordinal))
        {
            return data;
        }

        using var voxels = new MemoryStream();
        using var packed = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        packed.CopyTo(voxels);
        return voxels.ToArray();
    }

    private async Task<JsonArray> RespondAsync(string requestId)
    {
        using var form = new MultipartFormDataContent { { new StringContent(requestId), "request_id" } };
        return (await Door.PostAsync("/responses", form)).Is(HttpStatusCode.OK).Json.AsArray();
    }
}
