using Switchyard.Compute.Files;

namespace Switchyard.Compute.Runs;

/// <summary>
/// The directory of a node's runs, held by one node at a time: what a node finds there at its start is its own earlier
/// life's, to be ended and removed.
/// </summary>
public sealed class RunRoot : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Passage = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly FileStream _lock;

    private RunRoot(string path, FileStream held)
    {
        (FullName, _lock) = (path, held);
    }

    public string FullName { get; }

    /// <summary>Takes the directory, made when missing, until disposal or the end of the process.</summary>
    /// <param name="hasUsers">Runs are other users, who must come to their own directories; they cannot list what is there.</param>
    /// <exception cref="IOException">Another living node holds it, or the disk refuses.</exception>
    public static RunRoot Open(string path, bool hasUsers = false)
    {
        var full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
        }
        else
        {
            Directory.CreateDirectory(full, hasUsers ? OwnerOnly | Passage : OwnerOnly);
            if (hasUsers)
            {
                // Whatever it was, and whatever the mask of new files.
                File.SetUnixFileMode(full, OwnerOnly | Passage);
            }
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

    /// <summary>
    /// Removes the directory of a run that is over. What does not go is put aside, to be tried again by
    /// <see cref="RemoveAside"/>: no other run, and no start of the node, depends on it.
    /// </summary>
    /// <returns>Where the rest is and why; null when nothing is left.</returns>
    public static LeftFiles? Remove(RunDirectory directory)
    {
        if (directory.Remove() is not { } why)
        {
            return null;
        }

        try
        {
            return new(directory.PutAside(), why);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new(directory.FullName, $"{why}; {exception.Message}");
        }
    }

    /// <summary>Tries again to remove all that was put aside.</summary>
    /// <returns>What is still there.</returns>
    public IReadOnlyList<LeftFiles> RemoveAside() =>
    [
        .. RunDirectory.FindAside(FullName)
            .Select(path => TreeRemoval.Remove(path) is { } why ? new LeftFiles(path, why) : null)
            .OfType<LeftFiles>(),
    ];

    public void Dispose() => _lock.Dispose();
}

/// <summary>What is left of a run's directory.</summary>
/// <param name="Path">Where it is now.</param>
/// <param name="Why">The system's reason, with the name that it is about.</param>
public sealed record LeftFiles(string Path, string Why);
