using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

public sealed class CampaignOutputTests
{
    [Fact]
    public async Task Exports_hold_the_values_sent_and_every_body_ever_accepted()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 3);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "http://www.wikidata.org/entity/Q1", "a soft error");
        await rig.FailAsync("ann", (await rig.PullAsync("ann")).Name, "Traceback: é");

        Assert.Equal("t1,1,0,Q1\n", await TextAsync(rig.Exports.SubmissionAsync("tables", AnnotationTask.Cea, missing: false)));
        Assert.Equal("t2,0,1,None\nt3,0,1,None\n", await TextAsync(rig.Exports.SubmissionAsync("tables", AnnotationTask.Cpa, missing: true)));

        var results = await EntriesAsync(rig.Exports.ResultsZipAsync("tables"));
        Assert.Equal(["body of t1: http://www.wikidata.org/entity/Q1"], results.Values);
        Assert.EndsWith("_t1", Assert.Single(results.Keys), StringComparison.Ordinal);
        var errors = await EntriesAsync(rig.Exports.ErrorsZipAsync("tables"));
        Assert.Equal(["a soft error", "Traceback: é"], errors.Values);
        Assert.Equal("Traceback: é", await rig.Exports.GetErrorTextAsync((await rig.Reports.FindAsync("t2"))!.Value, 1));
    }

    [Fact]
    public async Task The_database_download_is_one_in_the_originals_schema()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 2);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        var file = Path.Combine(rig.Input, "download.db3");
        await File.WriteAllBytesAsync(file, await CampaignRig.AllAsync(rig.Exports.DatabaseAsync("tables")), TestContext.Current.CancellationToken);

        await using var database = new SqliteConnection($"Data Source={file};Pooling=False");
        database.Open();
        Assert.Equal("t1|1 t2|0", Scalar("select group_concat(table_name || '|' || returned, ' ') from tables"));
        Assert.Equal("ann|1", Scalar("select client || '|' || (result is not null and returnTime >= requestTime) from assignments"));
        Assert.Equal("1|0|Q1", Scalar("select row_id || '|' || col_id || '|' || mapped from cea where mapped is not null"));

        object? Scalar(string sql)
        {
            using var command = database.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }

    [Fact]
    public async Task Resets_say_how_many_and_then_do_it()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 3);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        await rig.FailAsync("ann", (await rig.PullAsync("ann")).Name, "broken");

        Assert.Equal(1, (await rig.Campaign.ResetAsync(ResetSelection.Errors, [], dryRun: true)).Tables);
        Assert.Equal(1, (await rig.Campaign.ResetAsync(ResetSelection.FullMissCea, [], dryRun: true)).Tables);
        Assert.Equal(1, (await rig.Campaign.ResetAsync(ResetSelection.PartialMissCea, [], dryRun: true)).Tables);
        Assert.Equal(2, (await rig.Campaign.ResetAsync(ResetSelection.Named, ["t1", "t2", "t3"], dryRun: true)).Tables);
        Assert.Equal(["nowhere"], (await rig.Campaign.ResetAsync(ResetSelection.Named, ["t1", "nowhere"], dryRun: false)).Unknown);
        Assert.Equal(1, (await rig.Reports.GetStatisticsAsync()).Unfinished);

        Assert.Equal(1, (await rig.Campaign.ResetAsync(ResetSelection.Errors, [], dryRun: false)).Tables);

        // Never assigned first: t3 before the one that was reset.
        Assert.Equal("t3", (await rig.PullAsync("bob")).Name);
        var again = await rig.PullAsync("bob");
        Assert.Equal("t2", again.Name);
        await rig.ReturnAsync("bob", again, "Q2");
        var details = (await (await rig.TableAsync("t2")).GetDetailsAsync())!;
        Assert.Equal(WorkStatus.Completed, details.Item.Status);
        Assert.Equal([("ann", true, false), ("bob", false, true)], details.Assignments.Select(a => (a.Client, a.ErrorName is not null, a.ResultName is not null)));
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_seen_and_blocks_nothing_and_an_import_mends_it()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1);
        var poison = Path.Combine(rig.Input, "tables", "bad.csv");
        await File.WriteAllBytesAsync(poison, [0x61, 0xff, 0x0a], TestContext.Current.CancellationToken);

        var progress = await rig.ImportedAsync();
        Assert.Equal((1L, 1L, 1L), (progress.TablesStored, progress.TablesKnown, progress.TablesUnreadable));
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        Assert.Equal(GetWorkStatus.Finished, (await rig.Campaign.GetWorkAsync("ann", TimeSpan.Zero, TestContext.Current.CancellationToken)).Status);
        var item = (await (await rig.TableAsync("bad")).GetAsync())!;
        Assert.Equal(WorkStatus.Failed, item.Status);
        Assert.Contains("UTF-8", item.Error, StringComparison.Ordinal);
        Assert.Equal(ActOutcome.Conflict, await (await rig.TableAsync("bad")).ResetAsync());

        await File.WriteAllTextAsync(poison, "a,b\n", TestContext.Current.CancellationToken);
        await rig.ImportedAsync();
        var mended = await rig.PullAsync("ann");
        Assert.Equal(("bad", 2, """[["a"],["b"]]"""), (mended.Name, mended.Columns, Encoding.UTF8.GetString(mended.Data)));
    }

    [Fact]
    public async Task Missing_mappings_name_tables_without_any_and_with_some()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 2);
        var package = await rig.PullAsync("ann");
        await rig.ReturnAsync("ann", package with { Targets = package.Targets with { Cea = [] } }, "Q1");

        var missing = (await rig.Reports.GetMissingMappingsAsync(10)).ToDictionary(entry => entry.Task);
        Assert.Equal(["t1"], missing[AnnotationTask.Cea].All);
        Assert.Empty(missing[AnnotationTask.Cta].All);
        Assert.Empty(missing[AnnotationTask.Cea].Part);
    }

    [Fact]
    public async Task A_table_whose_stored_content_is_damaged_fails_visibly_and_is_out_with_nobody()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 2);
        var id = (await rig.Reports.FindAsync("t1"))!.Value;
        var store = rig.Node.Get<IWorkStore>();
        var row = (await store.ReadAsync(id, TestContext.Current.CancellationToken))!;
        await store.WriteAsync(new(row, row) { Parts = [new("content", [1, 2, 3])] }, TestContext.Current.CancellationToken);

        Assert.Equal("t2", (await rig.PullAsync("ann")).Name);
        var item = (await (await rig.TableAsync("t1")).GetAsync())!;
        Assert.Equal((WorkStatus.Failed, 0L, 1L), (item.Status, item.LeaseNumber, item.Facets["unreadable"]));

        await rig.ImportedAsync();
        Assert.Equal("t1", (await rig.PullAsync("ann")).Name);
    }

    [Fact]
    public async Task An_error_with_a_NUL_and_half_a_character_is_kept_whole_and_summed_up_as_text()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1);
        var name = (await rig.PullAsync("ann")).Name;
        var text = string.Concat(Enumerable.Repeat("\U0001F600", 1500)) + "x\0";

        Assert.Equal(StoreOutcome.Stored, await rig.FailAsync("ann", name, text));

        var item = (await (await rig.TableAsync(name)).GetAsync())!;
        Assert.EndsWith("\U0001F600x\uFFFD", item.Error, StringComparison.Ordinal);
        Assert.Equal(text, await rig.Exports.GetErrorTextAsync(item.Id, 1));
    }

    [Fact]
    public async Task Audit_records_are_summed_and_kept()
    {
        await using var rig = await CampaignRig.StartAsync(tables: 1);
        var record = new AuditRecord("pipeline", "t1", "CEA", "creation", "lookup", 3, 2, "[]", "now");
        await rig.Reports.AddAuditAsync([record, record with { Solved = 4 }, record with { Method = "default", Solved = 9 }]);
        await rig.Reports.AddAuditAsync([record]);

        Assert.Equal([("default", 9L), ("lookup", 10L)], (await rig.Reports.GetAuditSumsAsync()).OrderBy(sum => sum.Method).Select(sum => (sum.Method, sum.Solved)));
        Assert.Equal(4, (await TextAsync(rig.Exports.AuditAsync("tables"))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static async Task<string> TextAsync(IAsyncEnumerable<byte[]> chunks) =>
        Encoding.UTF8.GetString(await CampaignRig.AllAsync(chunks));

    private static async Task<Dictionary<string, string>> EntriesAsync(IAsyncEnumerable<byte[]> chunks)
    {
        using var zip = new ZipArchive(new MemoryStream(await CampaignRig.AllAsync(chunks)));
        var entries = new Dictionary<string, string>();
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            entries.Add(entry.FullName, await reader.ReadToEndAsync());
        }

        return entries;
    }
}
