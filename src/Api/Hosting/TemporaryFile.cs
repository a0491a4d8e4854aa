namespace Switchyard.Hosting;

/// <summary>Files that keep large bodies out of memory for as long as a request takes.</summary>
internal static class TemporaryFile
{
    /// <summary>A file for its creator's eyes alone, which goes with its stream.</summary>
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(Path.Combine(Path.GetTempPath(), $"switchyard-{Path.GetRandomFileName()}"), options);
    }
}
