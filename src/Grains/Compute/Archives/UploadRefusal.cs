namespace Switchyard.Compute.Archives;

/// <summary>Why an upload was not taken.</summary>
public enum UploadRefusal
{
    /// <summary>No archive, a broken one, or packed in a way that is not read here.</summary>
    NotAnArchive,

    /// <summary>More bytes than allowed.</summary>
    TooLarge,

    TooManyEntries,
}
