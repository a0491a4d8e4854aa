using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;
using static Switchyard.Downloads.Exports.ExportDatabase;

namespace Switchyard.Downloads.Exports;

public sealed class ExportProgramTests(SharedPostgres postgres)
{
    private const string NoTexts =
        """{"text_id":{},"text_data":{},"labeled":{},"selected":{},"taught":{},"labels":{},"users":{},"major_label":{},"uncertainty":{},"predicted_label":{}}""";

    private const string NoStamps = """{"stamp_id":{},"user_id":{},"text_id":{},"start_time":{},"end_time":{}}""";

    [Fact]
    public async Task A_new_database_has_an_archive_of_what_the_classifier_says()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddTextAsync("bank profits fall, shares slide");
        await tables.AddTextAsync("goal! goal! goal!");

        var archive = await ExportAsync(tables);

        var members = await ExportRun.MembersAsync(archive);
        Assert.Equal([MachineName, HumanName, StampsName, "clf.p", "countvec.p"], members.Select(member => member.Name));
        Assert.Equal(
            """{"text_id":{"0":1,"1":2},"text_data":{"0":"bank profits fall, shares slide","1":"goal! goal! goal!"},"labeled":{"0":false,"1":false},"selected":{"0":false,"1":false},"taught":{"0":false,"1":false},"labels":{"0":[],"1":[]},"users":{"0":[],"1":[]},"major_label":{"0":"money","1":"sport"},"uncertainty":{"0":null,"1":null},"predicted_label":{"0":null,"1":null}}""",
            Encoding.UTF8.GetString(members[0].Content));
        Assert.Equal(NoTexts, Encoding.UTF8.GetString(members[1].Content));
        Assert.Equal(NoStamps, Encoding.UTF8.GetString(members[2].Content));
        Assert.Equal(SampleModels.Classifier, members[3].Content);
        Assert.Equal(SampleModels.Vectorizer, members[4].Content);
        Assert.Equal(2, await tables.ReadStatusAsync(1));
    }

    [Fact]
    public async Task Labelled_and_unlabelled_texts_are_apart_and_in_the_order_of_their_keys()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddTextsAsync(Enumerable.Range(1, 15).Select(i => $"goal {i}"));
        foreach (var id in (int[])[15, 3, 1, 14, 5, 7, 9, 11, 13, 2])
        {
            await tables.LabelAsync(id, "food", "ann@example.org");
        }

        var archive = await ExportAsync(tables);

        var machine = JsonNode.Parse(await ExportRun.TextAsync(archive, MachineName))!;
        var human = JsonNode.Parse(await ExportRun.TextAsync(archive, HumanName))!;
        Assert.Equal([("0", 4), ("1", 6), ("2", 8), ("3", 10), ("4", 12)], machine["text_id"]!.AsObject().Select(id => (id.Key, (int)id.Value!)));
        Assert.Equal([1, 2, 3, 5, 7, 9, 11, 13, 14, 15], human["text_id"]!.AsObject().Select(id => (int)id.Value!));
        Assert.All(machine["major_label"]!.AsObject(), label => Assert.Equal("sport", (string)label.Value!));
        Assert.All(human["major_label"]!.AsObject(), label => Assert.Equal("food", (string)label.Value!));
        Assert.Equal("""["ann@example.org"]""", human["users"]!["9"]!.ToJsonString());
    }

    [Fact]
    public async Task With_all_texts_labelled_the_classifier_is_there_all_the_same()
    {
        // One that nothing reads, and no vectoriser: nothing is to be labelled.
        await using var tables = await CreateAsync(postgres, withVectorizer: false, classifier: "no pickle"u8.ToArray());
        await tables.LabelAsync(await tables.AddTextAsync("a text"), "food", "ann@example.org");

        var members = await ExportRun.MembersAsync(await ExportAsync(tables));

        Assert.Equal([HumanName, StampsName, "clf.p"], members.Select(member => member.Name));
        Assert.Equal("no pickle"u8.ToArray(), members[2].Content);
    }

    [Fact]
    public async Task Text_and_times_are_written_as_pandas_writes_them()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddTextAsync("Über a/b \"q\" ’x\n");
        await tables.PredictAsync(1, "food", 0.123456789012345);
        await tables.AddStampAsync(7, 1, At("2020-09-21T08:28:58.513"), At("2020-09-21T08:29:01.999999"));
        await tables.AddStampAsync(7, 1, At("2020-09-21T08:28:58.513"), null);

        var archive = await ExportAsync(tables);

        var machine = await ExportRun.TextAsync(archive, MachineName);
        Assert.Contains(@"""text_data"":{""0"":""\u00dcber a\/b \""q\"" \u2019x\n""}", machine, StringComparison.Ordinal);
        Assert.Contains(@"""uncertainty"":{""0"":0.123456789},""predicted_label"":{""0"":""food""}", machine, StringComparison.Ordinal);
        Assert.Equal(
            """{"stamp_id":{"0":1,"1":2},"user_id":{"0":7,"1":7},"text_id":{"0":1,"1":1},"start_time":{"0":1600676938513,"1":1600676938513},"end_time":{"0":1600676941999,"1":null}}""",
            await ExportRun.TextAsync(archive, StampsName));
    }

    [Fact]
    public async Task Annotators_can_be_left_out()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.LabelAsync(await tables.AddTextAsync("a text"), "food", "ann@example.org");
        await tables.AddTextAsync("goal");

        var archive = await ExportAsync(tables, new ExportOrder(1, IncludeUsers: false));

        var everything = string.Concat((await ExportRun.MembersAsync(archive)).Select(member => Encoding.UTF8.GetString(member.Content)));
        Assert.DoesNotContain("ann@example.org", everything, StringComparison.Ordinal);
        foreach (var name in (string[])[MachineName, HumanName])
        {
            Assert.Equal(
                ["text_id", "text_data", "labeled", "selected", "taught", "labels", "major_label", "uncertainty", "predicted_label"],
                JsonNode.Parse(await ExportRun.TextAsync(archive, name))!.AsObject().Select(column => column.Key));
        }
    }

    [Fact]
    public async Task A_new_archive_takes_the_place_of_all_old_ones_of_its_classifier()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.AddClassifierAsync(SampleModels.Classifier);
        foreach (var clfId in (int[])[1, 1, 2])
        {
            await tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES ($1, 'old')", clfId);
        }

        var archive = await ExportAsync(tables);

        Assert.Equal(3, (await ExportRun.MembersAsync(archive)).Count(member => member.Name != MachineName && member.Name != "countvec.p"));
        Assert.Equal("old"u8.ToArray(), Assert.Single(await tables.ReadArchivesAsync(2)));
        Assert.Equal(0, await tables.ReadStatusAsync(2));
    }

    [Fact]
    public async Task Nothing_is_left_in_the_run_and_nothing_is_told_of_the_texts()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.LabelAsync(await tables.AddTextAsync("a secret text"), "food", "ann@example.org");
        await tables.AddTextAsync("a secret goal");
        using var run = new ExportRun(tables.ConnectionString, new ExportOrder(1));

        await run.RunAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(run.Out));
        Assert.Contains("1 texts to label, 1 labelled by people", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(run.ConnectionString, run.Log, StringComparison.Ordinal);
    }

    /// <summary>Exports classifier 1, which must leave exactly one archive.</summary>
    private static async Task<byte[]> ExportAsync(LabelForwardTables tables, ExportOrder? order = null)
    {
        using var run = new ExportRun(tables.ConnectionString, order ?? new ExportOrder(1));
        await run.RunAsync();
        return Assert.Single(await tables.ReadArchivesAsync(1));
    }

    private static DateTime At(string text) => DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
