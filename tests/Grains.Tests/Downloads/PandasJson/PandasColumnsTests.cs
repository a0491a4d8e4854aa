using System.Text;
using System.Text.Json;

namespace Switchyard.Downloads.PandasJson;

public sealed class PandasColumnsTests : IDisposable
{
    private static readonly string[] TextData = ["text_id", "text_data", "labeled", "selected", "taught", "labels", "users", "major_label", "uncertainty", "predicted_label"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-pandas-");

    [Fact]
    public async Task Empty_tables_have_all_columns_with_nothing_in_them()
    {
        await using var texts = new PandasColumns(_directory.FullName, TextData);
        Assert.Equal(
            """{"text_id":{},"text_data":{},"labeled":{},"selected":{},"taught":{},"labels":{},"users":{},"major_label":{},"uncertainty":{},"predicted_label":{}}""",
            await WrittenAsync(texts));
        await using var stamps = new PandasColumns(_directory.FullName, "stamp_id", "user_id", "text_id", "start_time", "end_time");
        Assert.Equal("""{"stamp_id":{},"user_id":{},"text_id":{},"start_time":{},"end_time":{}}""", await WrittenAsync(stamps));
        await using var none = new PandasColumns(_directory.FullName);
        Assert.Equal("{}", await WrittenAsync(none));
    }

    [Fact]
    public async Task Rows_of_all_types_become_columns()
    {
        await using var columns = new PandasColumns(_directory.FullName, "id", "text", "flag", "labels", "share", "time");
        columns[0].Add(7);
        columns[1].Add("\u00DCber a/b \"q\" \u2019x\n");
        columns[2].Add(true);
        columns[3].Add(["b", null, "a"]);
        columns[4].Add(0.8550379349199714);
        columns[5].Add(new DateTime(2020, 9, 21, 8, 28, 58, 513));
        await columns.EndRowAsync(TestContext.Current.CancellationToken);
        columns[0].Add(long.MinValue);
        columns[1].AddNull();
        columns[2].Add(false);
        columns[3].Add([]);
        columns[4].Add(double.NaN);
        columns[5].AddNull();
        await columns.EndRowAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            """{"id":{"0":7,"1":-9223372036854775808},"text":{"0":"\u00dcber a\/b \"q\" \u2019x\n","1":null},"flag":{"0":true,"1":false},"""
            + """ "labels":{"0":["b",null,"a"],"1":[]},"share":{"0":0.8550379349,"1":null},"time":{"0":1600676938513,"1":null}}""".TrimStart(),
            await WrittenAsync(columns));
        Assert.Equal(2, columns.Rows);
    }

    [Fact]
    public async Task What_is_too_much_for_memory_is_written_the_same_from_nameless_files()
    {
        var texts = Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), i * 37)).Append(new string('\u00E9', 2 * PandasColumn.MostKept)).Append("last").ToList();
        await using var columns = new PandasColumns(_directory.FullName, "text", "number");
        for (var i = 0; i < texts.Count; i++)
        {
            columns[0].Add(texts[i]);
            columns[1].Add(i);
            await columns.EndRowAsync(TestContext.Current.CancellationToken);
            if (i == 200)
            {
                // What was written once may be followed by more.
                Assert.Equal(201, JsonDocument.Parse(await WrittenAsync(columns)).RootElement.GetProperty("text").EnumerateObject().Count());
            }
        }

        Assert.Empty(_directory.EnumerateFileSystemInfos());
        using var json = JsonDocument.Parse(await WrittenAsync(columns));
        var written = json.RootElement.GetProperty("text").EnumerateObject().ToList();
        Assert.Equal(Enumerable.Range(0, texts.Count).Select(i => $"{i}"), written.Select(cell => cell.Name));
        Assert.Equal(texts, written.Select(cell => cell.Value.GetString()!));
        Assert.Equal(texts.Count - 1, json.RootElement.GetProperty("number").EnumerateObject().Last().Value.GetInt32());
    }

    [Fact]
    public async Task A_row_with_a_missing_or_a_second_cell_is_an_error()
    {
        await using var missing = new PandasColumns(_directory.FullName, "a", "b");
        missing[0].Add(1);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await missing.EndRowAsync(TestContext.Current.CancellationToken));
        await using var second = new PandasColumns(_directory.FullName, "a");
        second[0].Add(1);
        second[0].Add(1);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await second.EndRowAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task<string> WrittenAsync(PandasColumns columns)
    {
        using var output = new MemoryStream();
        await columns.WriteToAsync(output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
