using System.Text;

namespace Switchyard.Compute.Services;

/// <summary>Which files of <c>out/</c> a program left for its result.</summary>
internal static class ResultFiles
{
    /// <summary>All files, or the one that the service names.</summary>
    /// <param name="output">Relative to <c>out/</c>; null: all.</param>
    /// <param name="owner">The run's own user, whose files alone are its result; null: it is the node's.</param>
    /// <returns>Paths below <c>out/</c>, in order: bytes, as they are on the disk.</returns>
    /// <exception cref="ServiceFailedException">The named file is not there, or it is too much.</exception>
    public static IReadOnlyList<byte[]> Find(ServiceRun run, string? output, uint? owner, ResultLimits limits)
    {
        var root = run.Directory.Out;
        if (!Directory.Exists(root) || new DirectoryInfo(root).LinkTarget is not null)
        {
            throw new ServiceFailedException("The command replaced or removed out/.");
        }

        var named = output is null ? null : Encoding.UTF8.GetBytes(output);
        var found = OperatingSystem.IsLinux() ? ResultWalk.Find(run, named, owner, limits) : FindPlain(root, named);
        if (found.Count > limits.MaxEntries)
        {
            throw new ServiceFailedException($"The command left more than {limits.MaxEntries} files in out/.");
        }

        if (found.Sum(file => file.Length) > limits.MaxBytes)
        {
            throw new ServiceFailedException($"The command left more than {limits.MaxBytes} bytes in out/.");
        }

        return found is [] && output is not null
            ? throw new ServiceFailedException($"The command did not write out/{output}.")
            : [.. found.Select(file => file.Path).Order(Comparer<byte[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)))];
    }

    private static List<(byte[] Path, long Length)> FindPlain(string root, byte[]? named) =>
    [
        .. new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.LinkTarget is null)
            .Select(file => (Path: Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file.FullName).Replace('\\', '/')), file.Length))
            .Where(file => named is null || file.Path.AsSpan().SequenceEqual(named)),
    ];
}
