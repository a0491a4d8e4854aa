using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>
/// The directory of an embedded node, held for itself: two nodes on the same files would each believe to be the whole
/// cluster.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream? _lock;

    private DataDirectory(FileStream? held)
    {
        _lock = held;
    }

    /// <exception cref="StartRefusedException">The directory cannot be written, or another node holds it.</exception>
    public static DataDirectory Hold(StorageOptions storage)
    {
        if (storage.Provider != StorageProvider.Sqlite)
        {
            return new DataDirectory(null);
        }

        var path = storage.FullDataDirectory;
        try
        {
            Directory.CreateDirectory(path);
            ProbeWriting(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StartRefusedException.Environment(
                $"Storage:DataDirectory: {path} cannot be written: {exception.Message}", exception);
        }

        try
        {
            return new DataDirectory(File.Open(Path.Combine(path, "node.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw StartRefusedException.Environment(
                $"Storage:DataDirectory: {path} is held by another node that runs; give each node its own", exception);
        }
    }

    /// <summary>The file stays: removing it would let a third node lock a new one beside the second's.</summary>
    public void Dispose() => _lock?.Dispose();

    private static void ProbeWriting(string path) => File.WriteAllBytes(Path.Combine(path, "node.lock.probe"), []);
}
