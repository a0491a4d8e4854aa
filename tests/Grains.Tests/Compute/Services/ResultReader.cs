using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Switchyard.Compute.Services;

/// <summary>Reads a result as a client does.</summary>
internal static class ResultReader
{
    /// <summary>The members, by name and text.</summary>
    public static async Task<IReadOnlyList<(string Name, string Text)>> ReadAsync(ServiceOutcome outcome)
    {
        Assert.NotNull(outcome.ResultFile);
        await using var file = File.OpenRead(outcome.ResultFile);
        return await ReadAsync(file);
    }

    /// <inheritdoc cref="ReadAsync(ServiceOutcome)"/>
    public static async Task<IReadOnlyList<(string Name, string Text)>> ReadAsync(Stream result) =>
        [.. (await ReadBytesAsync(result)).Select(member => (member.Name, Encoding.UTF8.GetString(member.Content)))];

    /// <summary>The members, by name and content.</summary>
    public static async Task<IReadOnlyList<(string Name, byte[] Content)>> ReadBytesAsync(Stream result)
    {
        var token = TestContext.Current.CancellationToken;
        await using var unpacked = new GZipStream(result, CompressionMode.Decompress);
        await using var archive = new TarReader(unpacked);
        var members = new List<(string, byte[])>();
        while (await archive.GetNextEntryAsync(cancellationToken: token) is { } member)
        {
            Assert.Equal(TarEntryType.RegularFile, member.EntryType);
            using var content = new MemoryStream();
            await (member.DataStream ?? Stream.Null).CopyToAsync(content, token);
            members.Add((member.Name, content.ToArray()));
        }

        return members;
    }
}
