using System.Text;

namespace Switchyard.Compute.Archives;

/// <summary>
/// Archives from outside, read as streams and by rule: of all members only regular files at the top are taken (as
/// <c>name</c> or <c>./name</c>); directories, what lies in them, links, devices and paths that lead elsewhere are passed
/// over, but counted. Of two files with one name the last is taken. Modes and owners are ignored.
/// </summary>
public static class UploadArchive
{
    /// <summary>What file systems take, in bytes.</summary>
    private const int LongestName = 255;

    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the whole archive and writes nothing.</summary>
    /// <param name="content">A tar, plain or in gzip, bzip2 or xz, or a zip; stays open.</param>
    /// <param name="scratch">A directory for files without a name.</param>
    public static async Task<UploadVerdict> CheckAsync(
        Stream content, string scratch, UploadLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            var files = await ReadAsync(content, scratch, limits, write: null, cancellationToken);
            return new UploadVerdict(files, null, null);
        }
        catch (UploadRefusedException refused)
        {
            return new UploadVerdict([], refused.Refusal, refused.Message);
        }
    }

    /// <summary>Writes the files into a directory, where nobody else writes meanwhile.</summary>
    /// <param name="content">As for <see cref="CheckAsync"/>.</param>
    /// <returns>The files, by name.</returns>
    /// <exception cref="UploadRefusedException">It is not taken; what was written until then is removed.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static async Task<IReadOnlyList<UploadedFile>> UnpackAsync(
        Stream content, string directory, UploadLimits limits, CancellationToken cancellationToken)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            return await ReadAsync(content, directory, limits, Write, cancellationToken);
        }
        catch
        {
            foreach (var path in written)
            {
                File.Delete(path);
            }

            throw;
        }

        FileStream Write(string name)
        {
            var path = Path.Join(directory, name);
            written.Add(path);
            var options = new FileStreamOptions { Mode = System.IO.FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = FileMode;
            }

            return new FileStream(path, options);
        }
    }

    /// <summary>The name a member's file would have at the top; null when it is not to be there.</summary>
    internal static string? NameOf(string path)
    {
        path = PathOf(path);

        // A backslash is a letter here, and a way out on Windows, as the colon is.
        var isName = path is not ("" or "." or "..")
            && path.IndexOfAny(['/', '\0']) < 0
            && (!OperatingSystem.IsWindows() || path.IndexOfAny(Path.GetInvalidFileNameChars()) < 0)
            && Encoding.UTF8.GetByteCount(path) <= LongestName;
        return isName ? path : null;
    }

    /// <summary>A member's path without the dots that some writers begin with.</summary>
    internal static string PathOf(string path)
    {
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        return path;
    }

    private static async Task<IReadOnlyList<UploadedFile>> ReadAsync(
        Stream content, string scratch, UploadLimits limits, Func<string, Stream>? write, CancellationToken cancellationToken)
    {
        await using var members = await ArchiveMembers.OpenAsync(content, limits, scratch, cancellationToken);
        var files = new SortedDictionary<string, long>(StringComparer.Ordinal);
        while (await members.NextAsync(cancellationToken) is { } member)
        {
            if (!member.IsFile || NameOf(member.Name) is not { } name)
            {
                continue;
            }

            files[name] = member.Length;
            await using var file = write?.Invoke(name) ?? Stream.Null;
            while (await members.ReadAsync(cancellationToken) is { IsEmpty: false } piece)
            {
                await file.WriteAsync(piece, cancellationToken);
            }
        }

        return [.. files.Select(file => new UploadedFile(file.Key, file.Value))];
    }
}
