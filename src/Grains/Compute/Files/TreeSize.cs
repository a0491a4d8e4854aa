namespace Switchyard.Compute.Files;

/// <summary>How much room a run's directory takes with all that is in it, but for what the node made there. What cannot be read counts nothing.</summary>
internal sealed class TreeSize : ITreeVisitor
{
    /// <summary>The directory itself, <c>in/</c>, <c>out/</c> and their like.</summary>
    private const int Made = 2;

    private long _bytes;
    private int _depth;

    private TreeSize()
    {
    }

    /// <returns>In bytes. A file with several names in it counts as often.</returns>
    public static long Measure(string path)
    {
        var size = new TreeSize();
        try
        {
            if (OperatingSystem.IsLinux())
            {
                TreeWalk.Go(path, size);
            }
            else if (Directory.Exists(path))
            {
                size._bytes = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It changes while it is measured: what was found until then is told.
        }

        return size._bytes;
    }

    public void Visit(int directory, byte[] name) => _bytes += FileStatus.Of(directory, name)?.OnDisk ?? 0;

    public bool Enter(int directory, byte[] name)
    {
        if (_depth++ >= Made)
        {
            Visit(directory, name);
        }

        return true;
    }

    public void Leave(int directory, byte[] name) => _depth--;

    public void Refuse(byte[] name, int error)
    {
    }
}
