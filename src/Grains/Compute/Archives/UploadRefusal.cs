namespace Switchyard.Compute.Archives;

/// <summary>Why an upload was not taken.</summary>
public enum UploadRefusal
{
    /// <summary>No tar, a broken one, or packed in a way that is not read here.</summary>
    NotAnArchive,

    /// <summary>More bytes than allowed.</summary>
    TooLarge,

    TooManyEntries,

    /// <summary>A little that unpacks to very much.</summary>
    Bomb,
}
