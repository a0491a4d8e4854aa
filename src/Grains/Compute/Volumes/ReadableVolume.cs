
namespace Switchyard.Compute.Volumes;

/// <summary>Judges files that are sent as volumes.</summary>
internal static class ReadableVolume
{
    /// <summary>Reads it whole, since a header alone may claim what the file does not hold.</summary>
    /// <inheritdoc cref="Services.Inputs.VolumeCheck"/>
    public static Task<string?> CheckAsync(Stream file, CancellationToken cancellationToken) =>
        Task.Run(() => Check(file, cancellationToken), cancellationToken);

    private static string? Check(Stream file, CancellationToken cancellationToken)
    {
        try
        {
            _ = VolumeFile.Read(file, cancellation: cancellationToken);
            return null;
        }
        catch (VolumeFormatException refused)
        {
            return refused.Message == VolumeFormatException.UnsupportedFiletype ? "" : refused.Message;
        }
    }
}
