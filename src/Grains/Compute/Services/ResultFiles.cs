using System.IO.Enumeration;
using Switchyard.Compute.Runs;

namespace Switchyard.Compute.Services;

/// <summary>Which files of <c>out/</c> a program left for its result.</summary>
internal static class ResultFiles
{
    /// <summary>Regular files, in any depth, in order of their names; no link is followed.</summary>
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
        RecurseSubdirectories = true,
    };

    private static readonly EnumerationOptions Links = new() { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = true };

    private const int MostTold = 20;

    /// <summary>All files, or the one that the service names.</summary>
    /// <param name="output">Relative to <c>out/</c>; null: all.</param>
    /// <exception cref="ServiceFailedException">The named file is not there, or it is too much.</exception>
    public static IReadOnlyList<string> Find(ServiceRun run, string? output, ResultLimits limits)
    {
        var root = new DirectoryInfo(run.Directory.Out);
        if (!root.Exists || root.LinkTarget is not null)
        {
            throw new ServiceFailedException("The command replaced or removed out/.");
        }

        TellLinks(run, root);
        var found = root.EnumerateFiles("*", Everything).Where(file => LinuxFile.IsRegular(file.FullName));
        if (output is not null)
        {
            var path = Path.GetFullPath(output, root.FullName);
            found = found.Where(file => file.FullName == path);
        }

        var files = found.Take(limits.MaxEntries + 1).ToList();
        if (files.Count > limits.MaxEntries)
        {
            throw new ServiceFailedException($"The command left more than {limits.MaxEntries} files in out/.");
        }

        if (files.Sum(file => file.Length) > limits.MaxBytes)
        {
            throw new ServiceFailedException($"The command left more than {limits.MaxBytes} bytes in out/.");
        }

        return files is [] && output is not null
            ? throw new ServiceFailedException($"The command did not write out/{output}.")
            : [.. files.Select(file => file.FullName).Order(StringComparer.Ordinal)];
    }

    /// <summary>A link is left out, for it may lead anywhere; its maker may not know that it is one.</summary>
    private static void TellLinks(ServiceRun run, DirectoryInfo root)
    {
        var links = new FileSystemEnumerable<string>(root.FullName, (ref entry) => entry.ToFullPath(), Links)
        {
            ShouldIncludePredicate = (ref entry) => IsLink(ref entry),
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        };
        var told = 0;
        foreach (var link in links)
        {
            if (++told > MostTold)
            {
                run.Log.WriteLine("There are more links in out/.");
                return;
            }

            run.Log.WriteLine($"out/{Path.GetRelativePath(root.FullName, link)} is a link and is left out of the result.");
        }
    }

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;
}
