namespace Switchyard.Compute;

internal static class ScratchFile
{
    /// <summary>An empty file without a name: it is gone when it is closed, also by the node's death.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static FileStream Open(string directory)
    {
        var path = Path.Combine(directory, Path.GetRandomFileName());
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.Asynchronous,
        });
        File.Delete(path);
        return file;
    }
}
