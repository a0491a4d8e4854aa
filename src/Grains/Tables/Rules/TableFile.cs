using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsvHelper;

namespace Switchyard.Tables.Rules;

/// <summary>
/// Reads one table's CSV file. Cells are always text; a row shorter than the longest is padded with empty cells; lines that
/// are empty or white space are skipped, so that row 0 is the first record.
/// </summary>
public static class TableFile
{
    /// <summary>The largest limit that can be asked for; beyond it the JSON text could outgrow an array.</summary>
    public const long LargestLimit = TablesOptions.LargestTableBytes;

    public const long DefaultLimit = 32L * 1024 * 1024;

    // A stray quote is kept as text: a table with a typing error is still a table.
    private static readonly CsvReaderOptions Format = new() { Separator = ',', HasHeader = false };

    // Relaxed: the text is sent as application/json, never pasted into HTML.
    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// Reads a file of at most <paramref name="maxBytes"/> bytes. What is wrong with the content is in the answer; only errors
    /// of the stream itself are thrown. Memory is bounded by a small multiple of the limit.
    /// </summary>
    public static TableReading Read(Stream stream, long maxBytes = DefaultLimit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, LargestLimit);
        if (stream.CanSeek && stream.Length - stream.Position is var length && length > maxBytes)
        {
            return TooLarge($"{length}", maxBytes);
        }

        return Read(ReadBytes(stream, maxBytes), maxBytes);
    }

    /// <summary>A file's bytes; one more than <paramref name="maxBytes"/> when there are more.</summary>
    public static ReadOnlyMemory<byte> ReadBytes(Stream stream, long maxBytes) => ReadUpTo(stream, maxBytes + 1);

    /// <summary>The same of bytes that <see cref="ReadBytes"/> gave.</summary>
    public static TableReading Read(ReadOnlyMemory<byte> bytes, long maxBytes) =>
        bytes.Length > maxBytes ? TooLarge($"more than {maxBytes}", maxBytes)
        : Utf8.IsValid(bytes.Span) ? Parse(bytes, maxBytes)
        : TableReading.Refused(DescribeInvalidByte(bytes.Span));

    /// <summary>The refusal of a file whose size is known without reading it.</summary>
    public static TableReading TooLarge(string size, long maxBytes) =>
        TableReading.Refused($"table is {size} bytes, the limit is Tables:MaxTableBytes = {maxBytes}");

    private static TableReading Parse(ReadOnlyMemory<byte> bytes, long maxBytes)
    {
        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        var cells = new Cells(bytes.Length);
        try
        {
            using var reader = CsvReader.Create(bytes, Format);
            while (reader.Read())
            {
                if (!reader.RawRecord.Trim(" \t\v\f"u8).IsEmpty)
                {
                    cells.AddRow(reader);
                }
            }
        }
        catch (CsvFormatException e)
        {
            return TableReading.Refused($"not CSV: {e.Message}");
        }

        // A file of N bytes has at most N + 1 cells of its own; padding alone could make it N squared.
        return (long)cells.Rows * cells.Columns > maxBytes + 1
            ? TableReading.Refused(
                $"table has {cells.Rows} rows of up to {cells.Columns} columns, which is more cells than Tables:MaxTableBytes = {maxBytes} allows")
            : TableReading.Of(cells.ToTable());
    }

    private static ReadOnlyMemory<byte> ReadUpTo(Stream stream, long count)
    {
        var expected = stream.CanSeek ? Math.Min(stream.Length - stream.Position + 1, count) : Math.Min(81_920, count);
        var buffer = new byte[Math.Max(1, expected)];
        var filled = 0;
        while (filled < count)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(count, buffer.Length * 2L));
            }

            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return buffer.AsMemory(0, filled);
    }

    // Positions count from 1, as tools that show lines and bytes do.
    private static string DescribeInvalidByte(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out var consumed) == OperationStatus.Done)
        {
            position += consumed;
        }

        var line = bytes[..position].Count((byte)'\n') + 1;
        return $"not valid UTF-8 at byte {position + 1}, line {line}";
    }

    /// <summary>The cells of a table in file order, as one run of UTF-8 text: turned into columns when all are known.</summary>
    private sealed class Cells(int capacity)
    {
        private readonly ArrayBufferWriter<byte> text = new(Math.Max(1, capacity));
        private readonly List<int> ends = [];
        private readonly List<int> rowStarts = [];

        public int Rows => rowStarts.Count;

        public int Columns { get; private set; } = 1;

        public void AddRow(CsvReader reader)
        {
            rowStarts.Add(ends.Count);
            Columns = Math.Max(Columns, reader.FieldCount);
            for (var i = 0; i < reader.FieldCount; i++)
            {
                text.Write(reader.GetSpan(i));
                ends.Add(text.WrittenCount);
            }
        }

        public ParsedTable ToTable()
        {
            var output = new ArrayBufferWriter<byte>(text.WrittenCount + (3 * Rows * Columns) + (3 * Columns) + 2);
            using (var json = new Utf8JsonWriter(output, Json))
            {
                json.WriteStartArray();
                for (var column = 0; column < Columns; column++)
                {
                    json.WriteStartArray();
                    for (var row = 0; row < Rows; row++)
                    {
                        json.WriteStringValue(Cell(row, column));
                    }

                    json.WriteEndArray();
                }

                json.WriteEndArray();
            }

            return new ParsedTable(Columns, Rows, output.WrittenSpan.ToArray());
        }

        private ReadOnlySpan<byte> Cell(int row, int column)
        {
            var cell = rowStarts[row] + column;
            var rowEnd = row + 1 < Rows ? rowStarts[row + 1] : ends.Count;
            if (cell >= rowEnd)
            {
                return [];
            }

            var start = cell == 0 ? 0 : ends[cell - 1];
            return text.WrittenSpan[start..ends[cell]];
        }
    }
}
