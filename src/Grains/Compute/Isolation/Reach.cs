namespace Switchyard.Compute.Isolation;

/// <summary>What others than its owner can come to.</summary>
internal static class Reach
{
    /// <summary>Whether all directories above a path let any user through.</summary>
    public static bool IsOpen(string path)
    {
        for (var directory = Path.GetDirectoryName(Path.GetFullPath(path)); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (!OperatingSystem.IsWindows() && Directory.Exists(directory) && (File.GetUnixFileMode(directory) & UnixFileMode.OtherExecute) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
