using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class TableFileTests
{
    private static TableReading Read(string csv, long limit = TableFile.DefaultLimit) => Read(Encoding.UTF8.GetBytes(csv), limit);

    private static TableReading Read(byte[] csv, long limit = TableFile.DefaultLimit) => TableFile.Read(new MemoryStream(csv), limit);

    private static string Json(string csv) => Encoding.UTF8.GetString(Read(csv).Table!.Data);

    [Theory]
    [InlineData("a,b\n1,2\n", """[["a","1"],["b","2"]]""")]
    [InlineData("a,b\r\n1,2", """[["a","1"],["b","2"]]""")]
    [InlineData("\uFEFFa\nb", """[["a","b"]]""")]
    [InlineData("\"x,y\",\"say \"\"hi\"\"\"\n", """[["x,y"],["say \"hi\""]]""")]
    [InlineData("\"two\nlines\",z\n", """[["two\nlines"],["z"]]""")]
    [InlineData("a,b,c\n1\n2,3,4,5\n", """[["a","1","2"],["b","","3"],["c","","4"],["","","5"]]""")]
    [InlineData("NA,007\nnull,2.50\n", """[["NA","null"],["007","2.50"]]""")]
    [InlineData("a\n\n \t \r\n\nb\n", """[["a","b"]]""")]
    [InlineData("a\n\"\"\nb\n", """[["a","","b"]]""")]
    [InlineData("a\n,\nb\n", """[["a","","b"],["","",""]]""")]
    [InlineData(" a , b \n", """[[" a "],[" b "]]""")]
    [InlineData("#a\nsep=;\nx;y\n", """[["#a","sep=;","x;y"]]""")]
    [InlineData("Zürich,東京\n", """[["Zürich"],["東京"]]""")]
    [InlineData("", "[[]]")]
    [InlineData("\n \n", "[[]]")]
    public void Cells_are_read_as_text_column_by_column(string csv, string expected)
    {
        var table = Read(csv).Table!;

        Assert.Equal(JsonDocument.Parse(expected).RootElement.GetRawText(), Encoding.UTF8.GetString(table.Data));
        Assert.Equal(JsonSerializer.Deserialize<string[][]>(expected)!.Length, table.Columns);
        Assert.Equal(JsonSerializer.Deserialize<string[][]>(expected)![0].Length, table.Rows);
    }

    [Theory]
    [InlineData("a\"b,c\nd,e\n")]
    [InlineData("\"a\"b,c\nd,e\n")]
    [InlineData("a,\"b\nc,d\n")]
    [InlineData("\"")]
    [InlineData("\"\"\"\n\",\"\0,\r\"")]
    public void Stray_quotes_do_not_refuse_a_table(string csv) => Assert.NotNull(Read(csv).Table);

    [Fact]
    public void A_quote_inside_a_cell_is_kept() => Assert.Equal("""[["5\" disk","d"],["c","e"]]""", Json("5\" disk,c\nd,e\n"));

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_their_place()
    {
        byte[] csv = [.. "a,b\nc,"u8, 0xE9, .. ",d\n"u8];

        Assert.Equal("not valid UTF-8 at byte 7, line 2", Read(csv).Refusal);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused_with_both_sizes()
    {
        Assert.Equal("table is 11 bytes, the limit is Tables:MaxTableBytes = 10", Read("0123456789\n", 10).Refusal);
        Assert.NotNull(Read("0123456789", 10).Table);
    }

    [Fact]
    public void A_stream_of_unknown_length_is_not_read_past_the_limit()
    {
        using var endless = new EndlessStream();

        Assert.Contains("more than 1000 bytes", TableFile.Read(endless, 1000).Refusal, StringComparison.Ordinal);
        Assert.Equal(1001, endless.Served);
    }

    [Fact]
    public void Padding_cannot_outgrow_the_limit()
    {
        var csv = new string(',', 500) + string.Concat(Enumerable.Repeat("\nx", 500));

        Assert.Contains("501 rows of up to 501 columns", Read(csv, 10_000).Refusal, StringComparison.Ordinal);
    }

    [Property]
    public void What_is_written_as_csv_is_read_back(string?[][] rows)
    {
        var cells = rows.Select(row => row.Select(Clean).ToArray()).Where(row => row.Length > 0).ToArray();
        var csv = string.Concat(cells.Select(row => string.Join(',', row.Select(Quote)) + "\n"));

        var columns = JsonSerializer.Deserialize<string[][]>(Read(csv).Table!.Data)!;

        var width = cells.Length == 0 ? 1 : cells.Max(row => row.Length);
        Assert.Equal(width, columns.Length);
        for (var column = 0; column < width; column++)
        {
            Assert.Equal(cells.Select(row => row.ElementAtOrDefault(column) ?? ""), columns[column]);
        }
    }

    [Property]
    public void No_bytes_make_it_throw(byte[] bytes)
    {
        var reading = Read(bytes);

        Assert.True(reading.Table is null != reading.Refusal is null);
    }

    private static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private sealed class EndlessStream : Stream
    {
        public long Served { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Array.Fill(buffer, (byte)'x', offset, count);
            Served += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
