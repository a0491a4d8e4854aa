namespace Switchyard.Compute.Volumes;

/// <summary>A file is no volume, is damaged, or is a volume of a kind not read here. The message is for the user.</summary>
public sealed class VolumeFormatException : Exception
{
    /// <summary>The answer for what is no volume at all.</summary>
    public const string UnsupportedFiletype = "Unsupported volume filetype";

    public VolumeFormatException()
        : base(UnsupportedFiletype)
    {
    }

    public VolumeFormatException(string message)
        : base(message)
    {
    }

    public VolumeFormatException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
