using System.Buffers.Binary;
using System.Diagnostics;
using Switchyard.Servers;

namespace Switchyard.Client.Node;

/// <summary>The sample: a worker and a submitter in processes of their own.</summary>
public sealed class ThumbnailTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_become_thumbnails_and_what_is_no_image_fails()
    {
        var directory = Directory.CreateTempSubdirectory("switchyard-thumbnails-");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(directory.FullName, "wide.bmp"), Bitmap(320, 200), _cancellation);
            await File.WriteAllBytesAsync(Path.Combine(directory.FullName, "tall.bmp"), Bitmap(100, 400), _cancellation);
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "torn.png"), "no image", _cancellation);
            using var worker = Start("work");

            using var submitter = Start("submit", directory.FullName);
            var said = await submitter.StandardOutput.ReadToEndAsync(_cancellation);
            await submitter.WaitForExitAsync(_cancellation);

            Assert.Contains("wide.thumbnail.jpg: 160 x 100, ", said, StringComparison.Ordinal);
            Assert.Contains("tall.thumbnail.jpg: 160 x 640, ", said, StringComparison.Ordinal);
            Assert.Contains("torn.png: ", said, StringComparison.Ordinal);
            Assert.Contains("is no image.", said, StringComparison.Ordinal);
            Assert.Equal([0xFF, 0xD8], (await File.ReadAllBytesAsync(Path.Combine(directory.FullName, "wide.thumbnail.jpg"), _cancellation)).Take(2));
            Signal.Send(worker.Id, Signal.Terminate);
            await worker.WaitForExitAsync(_cancellation);
            Assert.Equal(0, worker.ExitCode);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private Process Start(params string[] arguments)
    {
        // From .../tests/Client.Tests/bin/Release/net10.0.
        var built = Path.Combine("bin", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "../.."), AppContext.BaseDirectory));
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../samples/Thumbnails", built, "Switchyard.Thumbnails.dll"));
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["SWITCHYARD_URL"] = node.Address.ToString();
        return Process.Start(start)!;
    }

    /// <summary>Grey, with three bytes a pixel; the widths are such that no row needs padding.</summary>
    private static byte[] Bitmap(int width, int height)
    {
        const int Header = 54;
        var bytes = new byte[Header + (width * height * 3)];
        bytes.AsSpan(Header).Fill(128);
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), Header);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(28), 24);
        return bytes;
    }
}
