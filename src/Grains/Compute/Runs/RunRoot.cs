namespace Switchyard.Compute.Runs;

/// <summary>
/// The directory of a node's runs, held by one node at a time: what a node finds there at its start is its own earlier
/// life's, to be ended and removed.
/// </summary>
public sealed class RunRoot : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private RunRoot(string path, FileStream held)
    {
        (FullName, _lock) = (path, held);
    }

    public string FullName { get; }

    /// <summary>Takes the directory, made when missing, until disposal or the end of the process.</summary>
    /// <exception cref="IOException">Another living node holds it, or the disk refuses.</exception>
    public static RunRoot Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
        }
        else
        {
            Directory.CreateDirectory(full, OwnerOnly);
        }

        try
        {
            return new RunRoot(full, new FileStream(Path.Combine(full, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception)
        {
            throw new IOException($"{full} cannot be used for runs: {exception.Message}", exception);
        }
    }

    /// <summary>A new, empty directory for a run.</summary>
    /// <inheritdoc cref="RunDirectory.Create"/>
    public RunDirectory Create(long itemId, long leaseNumber) => RunDirectory.Create(FullName, itemId, leaseNumber);

    public void Dispose() => _lock.Dispose();
}
