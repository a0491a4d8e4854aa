using SkiaSharp;
using Switchyard.Client.Workers;

namespace Switchyard.Thumbnails;

internal static class Images
{
    /// <summary>Writes a small JPEG beside the image. The same again does no harm, as work is done at least once.</summary>
    /// <exception cref="TaskFailedException">It is no image: trying again would not help.</exception>
    public static Thumbnail Shrink(Photo photo)
    {
        using var image = SKBitmap.Decode(photo.Path)
            ?? throw new TaskFailedException($"{photo.Path} is no image.", retry: false);
        var height = Math.Max(1, image.Height * photo.Width / image.Width);
        using var small = image.Resize(new SKImageInfo(photo.Width, height), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, quality: 85);
        var target = Path.ChangeExtension(photo.Path, ".thumbnail.jpg");
        using (var file = File.Create(target + ".part"))
        {
            jpeg.SaveTo(file);
        }

        File.Move(target + ".part", target, overwrite: true);
        return new(target, photo.Width, height, jpeg.Size);
    }
}
