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

    public ImportedTable Read(long maxBytes)
    {
        var reading = ReadFile(maxBytes);
        return new ImportedTable(Name, Targets, reading.Table, reading.Refusal, Size, Modified);
    }

    private TableReading ReadFile(long maxBytes)
    {
        if (Missing is not null)
        {
            return TableReading.Refused($"cannot be read: {Missing}");
        }

        if (Size == 0)
        {
            // Not opened: to open what only looks like an empty file, a named pipe, would wait for ever.
            return TableReading.Of(ParsedTable.Empty);
        }

        if (Size > maxBytes)
        {
            return TableFile.TooLarge($"{Size}", maxBytes);
        }

        try
        {
            using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return TableFile.Read(stream, maxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TableReading.Refused($"cannot be read: {e.Message}");
        }
    }
}
