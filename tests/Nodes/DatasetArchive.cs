using System.Formats.Tar;

namespace Switchyard.Nodes;

/// <summary>Importable datasets as users put them into the input directory.</summary>
public static class DatasetArchive
{
    /// <summary>Writes NAME.tar.</summary>
    /// <param name="members">One that ends with a slash is a directory.</param>
    public static async Task WriteAsync(string directory, string dataset, params string[] members)
    {
        Directory.CreateDirectory(directory);
        await using var tar = new TarWriter(File.Create(Path.Combine(directory, dataset + ".tar")));
        foreach (var member in members)
        {
            var isDirectory = member.EndsWith('/');
            await tar.WriteEntryAsync(isDirectory
                ? new PaxTarEntry(TarEntryType.Directory, member)
                : new PaxTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream([1]) });
        }
    }

    /// <summary>Writes NAME.tar with metadata and data.</summary>
    public static Task WriteAsync(string directory, string dataset) => WriteAsync(directory, dataset, dataset + ".json", "chunks/", "chunks/1.csv");
}
