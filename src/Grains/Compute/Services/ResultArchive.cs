using System.Formats.Tar;
using System.IO.Compression;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Files;

namespace Switchyard.Compute.Services;

/// <summary>Writes <c>out/result.tar.gz</c>, the one file that clients get.</summary>
internal static class ResultArchive
{
    private const UnixFileMode MemberMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>The longest name that fits the plain header every reader knows, in bytes.</summary>
    private const int PlainNameLength = 99;

    /// <summary>The largest member that fits the plain header, in bytes.</summary>
    private const long PlainLength = 8L << 30;

    /// <summary>Makes the result of one small member.</summary>
    public static Task WriteAsync(
        ServiceRun run, string name, byte[] content, TimeProvider time, CancellationToken cancellationToken) =>
        WriteAsync(run, async (archive, _) =>
        {
            using var data = new MemoryStream(content);
            await AddAsync(archive, name, data, time, cancellationToken);
        });

    /// <summary>Makes the result of files, under their names in <c>out/</c>, whatever those are.</summary>
    /// <param name="paths">As <see cref="ResultFiles"/> finds them.</param>
    public static Task PackAsync(
        ServiceRun run, IEnumerable<byte[]> paths, TimeProvider time, CancellationToken cancellationToken) =>
        WriteAsync(run, async (archive, packed) =>
        {
            foreach (var path in paths)
            {
                await using var file = OpenRead(run.Directory.Out, path);
                if (FileName.TextOf(path) is { } name)
                {
                    await AddAsync(archive, name, file, time, cancellationToken);
                }
                else
                {
                    await RawMember.WriteAsync(packed, path, (int)MemberMode, time.GetUtcNow(), file, cancellationToken);
                }
            }
        });

    /// <summary>Writes the files of a result back, in their folders. Nothing of it comes to lie outside of the directory.</summary>
    /// <exception cref="ServiceFailedException">It is no such archive.</exception>
    public static async Task UnpackAsync(Stream content, string directory, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(directory) + Path.DirectorySeparatorChar;
        try
        {
            await using var unpacked = new GzipReader(content);
            await using var archive = new TarReader(unpacked);
            while (await archive.GetNextEntryAsync(cancellationToken: cancellationToken) is { } member)
            {
                var path = Path.GetFullPath(member.Name, directory);
                if (member.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !path.StartsWith(root, StringComparison.Ordinal))
                {
                    continue;
                }

                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
                await (member.DataStream ?? Stream.Null).CopyToAsync(file, cancellationToken);
            }

            await unpacked.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (InvalidDataException damaged)
        {
            throw new ServiceFailedException($"The result of an earlier step cannot be read: {damaged.Message}");
        }
    }

    /// <summary>Under another name first, so that a run that breaks off leaves no half of a result.</summary>
    private static async Task WriteAsync(ServiceRun run, Func<TarWriter, Stream, Task> write)
    {
        var unfinished = Path.Combine(run.Directory.FullName, "result.unfinished");
        File.Delete(unfinished);
        await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
        await using (var packed = new GZipStream(file, CompressionLevel.Fastest))
        await using (var archive = new TarWriter(packed, TarEntryFormat.Pax))
        {
            await write(archive, packed);
        }

        File.Move(unfinished, run.ResultFile, overwrite: true);
    }

    private static FileStream OpenRead(string root, byte[] path) => OperatingSystem.IsLinux()
        ? FileBeneath.OpenRead(root, path)
        : File.OpenRead(Path.Join(root, FileName.TextOf(path)));

    private static Task AddAsync(
        TarWriter archive, string name, Stream content, TimeProvider time, CancellationToken cancellationToken)
    {
        var isPlain = name.Length <= PlainNameLength && name.All(char.IsAscii) && content.Length < PlainLength;
        TarEntry member = isPlain
            ? new UstarTarEntry(TarEntryType.RegularFile, name)
            : new PaxTarEntry(TarEntryType.RegularFile, name);
        member.DataStream = content;
        member.Mode = MemberMode;
        member.ModificationTime = time.GetUtcNow();
        return archive.WriteEntryAsync(member, cancellationToken);
    }
}
