using System.Globalization;

namespace Switchyard.Compute.Runs;

/// <summary>
/// A run's own directory, <c>{item id}-{lease number}</c> below a node's root: <c>in/</c> holds the upload, <c>out/</c> the
/// result, <c>home/</c> and <c>tmp/</c> what is of no use afterwards. Only the node's own user may enter it.
/// </summary>
public sealed class RunDirectory
{
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

    /// <summary>Makes the directory empty; what an earlier life of the node left under its name is removed.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static RunDirectory Create(string root, long itemId, long leaseNumber)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{itemId}-{leaseNumber}");
        var directory = new RunDirectory(Path.Combine(Path.GetFullPath(root), name), itemId, leaseNumber);
        directory.Delete();
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
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Delete()
    {
        if (!Directory.Exists(FullName))
        {
            return;
        }

        try
        {
            Directory.Delete(FullName, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            Reopen(new DirectoryInfo(FullName));
            Directory.Delete(FullName, recursive: true);
        }
    }

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

    /// <summary>A command may have locked its own directories.</summary>
    private static void Reopen(DirectoryInfo directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        directory.UnixFileMode |= OwnerOnly;
        foreach (var child in directory.EnumerateDirectories().Where(child => child.LinkTarget is null))
        {
            Reopen(child);
        }
    }
}
