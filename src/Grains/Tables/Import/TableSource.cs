using System.Security.Cryptography;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables.Import;

/// <summary>A table that is about to be read.</summary>
internal sealed record TableSource(string Path, string Name, TargetTable Targets, long Size, DateTimeOffset Modified, string? Missing)
{
    public static TableSource Of(string path, string name, TargetTable targets)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            {
                file = target;
            }

            return new TableSource(path, name, targets, file.Length, new DateTimeOffset(file.LastWriteTimeUtc), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new TableSource(path, name, targets, 0, DateTimeOffset.UnixEpoch, e.Message);
        }
    }

    /// <summary>A table that is not known yet.</summary>
    public ImportedTable Read(long maxBytes)
    {
        var reading = ReadFile(null, maxBytes);
        return new ImportedTable(Name, Targets, reading.Table, reading.Refusal, reading.Stamp(this, null) with { TargetsHash = TableStamp.HashOf(Targets) });
    }

    /// <summary>The file of a table that is known: parsed only when its bytes are not those of <paramref name="known"/>.</summary>
    /// <param name="known">A hash; null: they are not known.</param>
    public FileReading ReadFile(byte[]? known, long maxBytes)
    {
        if (Missing is not null)
        {
            return FileReading.Refused($"cannot be read: {Missing}");
        }

        if (Size > maxBytes)
        {
            return FileReading.Of(TableFile.TooLarge($"{Size}", maxBytes), null);
        }

        try
        {
            var bytes = ReadBytes(maxBytes);
            var hash = SHA256.HashData(bytes.Span);
            return hash.AsSpan().SequenceEqual(known) ? FileReading.Same(hash)
                : FileReading.Of(Size == 0 ? TableReading.Of(ParsedTable.Empty) : TableFile.Read(bytes, maxBytes), hash);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileReading.Refused($"cannot be read: {e.Message}");
        }
    }

    private ReadOnlyMemory<byte> ReadBytes(long maxBytes)
    {
        if (Size == 0)
        {
            // Not opened: to open what only looks like an empty file, a named pipe, would wait for ever.
            return default;
        }

        using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return TableFile.ReadBytes(stream, maxBytes);
    }
}

/// <summary>What was read of a table's file.</summary>
/// <param name="Table">Null when it cannot be read, or is as it was.</param>
/// <param name="Hash">Of its bytes, when they were read and are a table.</param>
internal readonly record struct FileReading(ParsedTable? Table, string? Refusal, byte[]? Hash)
{
    public bool IsSame => Table is null && Refusal is null;

    public static FileReading Of(TableReading reading, byte[]? hash) => new(reading.Table, reading.Refusal, reading.Table is null ? null : hash);

    public static FileReading Refused(string reason) => new(null, reason, null);

    public static FileReading Same(byte[] hash) => new(null, null, hash);

    /// <summary>What is known of the file now.</summary>
    /// <param name="known">What was known before; it stands when the file cannot be read.</param>
    public TableStamp Stamp(TableSource source, TableStamp? known)
    {
        var stamp = known ?? new TableStamp();
        return Hash is null ? stamp : stamp with
        {
            Size = source.Size,
            Modified = source.Modified,
            Hash = Hash,
            Rows = Table?.Rows ?? stamp.Rows,
            Columns = Table?.Columns ?? stamp.Columns,
        };
    }
}
