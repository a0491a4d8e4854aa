using System.Formats.Tar;
using System.IO.Compression;

namespace Switchyard.Compute;

/// <summary>Reads a result as a client does.</summary>
internal static class ResultReader
{
    /// <summary>The members, by name and text.</summary>
    public static async Task<IReadOnlyList<(string Name, string Text)>> ReadAsync(ServiceOutcome outcome)
    {
        Assert.NotNull(outcome.ResultFile);
        var token = TestContext.Current.CancellationToken;
        await using var file = File.OpenRead(outcome.ResultFile);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        await using var archive = new TarReader(unpacked);
        var members = new List<(string, string)>();
        while (await archive.GetNextEntryAsync(cancellationToken: token) is { } member)
        {
            Assert.Equal(TarEntryType.RegularFile, member.EntryType);
            using var text = new StreamReader(member.DataStream ?? Stream.Null);
            members.Add((member.Name, await text.ReadToEndAsync(token)));
        }

        return members;
    }
}
