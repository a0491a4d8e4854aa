using System.Globalization;
using Switchyard.Compute.Files;

namespace Switchyard.Compute.Runs;

/// <summary>
/// A run's own directory, <c>{item id}-{lease number}</c> below a node's root: <c>in/</c> holds the upload, <c>out/</c> the
/// result, <c>home/</c> and <c>tmp/</c> what is of no use afterwards. Only the node's own user may enter it.
/// </summary>
public sealed class RunDirectory
{
    private const string AsideMark = ".left-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private RunDirectory(string path, long itemId, long leaseNumber)
    {
        (FullName, ItemId, LeaseNumber) = (path, itemId, leaseNumber);
    }

    public string FullName { get; }

    public long ItemId { get; }

    public long LeaseNumber { get; }

    public string In => Path.Combine(FullName, "in");

    public string Out => Path.Combine(FullName, "out");

    /// <summary>What programs take for their user's directory: they keep settings and caches there.</summary>
    public string Home => Path.Combine(FullName, "home");

    /// <summary>Where programs put what they need for a while.</summary>
    public string Temporary => Path.Combine(FullName, "tmp");

    /// <summary>Makes the directory empty; what an earlier life of the node left under its name is removed, or put aside.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static RunDirectory Create(string root, long itemId, long leaseNumber)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{itemId}-{leaseNumber}");
        var directory = new RunDirectory(Path.Combine(Path.GetFullPath(root), name), itemId, leaseNumber);
        if (directory.Remove() is not null)
        {
            directory.PutAside();
        }

        foreach (var path in (string[])[directory.FullName, directory.In, directory.Out, directory.Home, directory.Temporary])
        {
            Make(path);
        }

        return directory;
    }

    /// <summary>The directories that are there, of runs that go on or that an earlier life of the node left.</summary>
    public static IReadOnlyList<RunDirectory> FindAll(string root) => !Directory.Exists(root)
        ? []
        : [.. new DirectoryInfo(root).EnumerateDirectories().Select(Recognise).OfType<RunDirectory>()];

    /// <summary>Removes the directory with all that is in it; links are removed, not followed.</summary>
    /// <returns>Why some of it is still there; null when nothing is.</returns>
    public string? Remove() => TreeRemoval.Remove(FullName);

    /// <summary>
    /// Gives what cannot be removed another name, under which it is no run's: a file that another user holds, say. A name is
    /// the parent's, so nothing in the directory can prevent it.
    /// </summary>
    /// <returns>The new path.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public string PutAside()
    {
        for (var number = 1; ; number++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{FullName}{AsideMark}{number}");
            if (!Path.Exists(path))
            {
                Directory.Move(FullName, path);
                return path;
            }
        }
    }

    /// <summary>What was put aside below a root.</summary>
    public static IReadOnlyList<string> FindAside(string root) => !Directory.Exists(root)
        ? []
        : [.. Directory.EnumerateDirectories(root, $"*{AsideMark}*")];

    private static RunDirectory? Recognise(DirectoryInfo directory) =>
        directory.LinkTarget is null
        && directory.Name.Split('-') is [var item, var lease]
        && long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var itemId)
        && long.TryParse(lease, NumberStyles.None, CultureInfo.InvariantCulture, out var leaseNumber)
            ? new RunDirectory(directory.FullName, itemId, leaseNumber)
            : null;

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}
