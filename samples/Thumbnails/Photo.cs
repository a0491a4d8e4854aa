namespace Switchyard.Thumbnails;

/// <summary>What the worker gets: an image on a disk that both sides see.</summary>
/// <param name="Path">Whole.</param>
/// <param name="Width">Of the thumbnail, in pixels.</param>
internal sealed record Photo(string Path, int Width);

/// <summary>What it gives back.</summary>
internal sealed record Thumbnail(string Path, int Width, int Height, long Bytes);
