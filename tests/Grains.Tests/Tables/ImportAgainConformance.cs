using System.Text;
using Switchyard.Servers;
using Switchyard.Tables.Import;
using Switchyard.Tables.Rules;
using Switchyard.Work;
using Switchyard.Work.Store;

namespace Switchyard.Tables;

/// <summary>What a second import of a directory does to the tables that are known.</summary>
public abstract class ImportAgainConformance
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected abstract Task<CampaignRig> StartAsync(int tables);

    [Fact]
    public async Task Unchanged_files_change_nothing_however_often_they_are_imported()
    {
        await using var rig = await StartAsync(3);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        await rig.PullAsync("ann");
        var before = await VersionsAsync(rig);

        foreach (var request in new[] { null, null, new ImportRequest(Requeue: true, RemoveGone: true) })
        {
            var progress = await rig.ImportedAsync(request);
            Assert.Equal((ImportPhase.Finished, 3, 0, 0), (progress.Phase, progress.TablesKnown, progress.TablesStored, progress.ProblemCount));
            Assert.Equal((0, 0, 0, 0), (progress.TablesChanged.Count, progress.TargetsAdded, progress.TablesOut.Count, progress.TablesRequeued.Count));
        }

        await rig.DownAsync();
        await rig.UpAsync();
        Assert.Equal(before, await VersionsAsync(rig));
    }

    [Fact]
    public async Task Later_targets_come_to_tables_that_wait_are_out_and_are_returned()
    {
        await using var rig = await StartAsync(3);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        await rig.PullAsync("ann");

        // A line that was bad is good, and a column more is to be annotated.
        rig.Change("targets/CEA.csv", "t1,1,0\nt1,1,1\nt2,1,0\nt2,0,1\nt3,1,0\n");
        rig.Change("targets/CTA.csv", "t1,0\nt2,0\nt3,1,Q5\nt3,0\n");
        var progress = await rig.ImportedAsync();

        Assert.Equal((3, 0, 10, 0), (progress.TargetsAdded, progress.TargetsUnused, progress.TargetsRead - 2, progress.ProblemCount));
        Assert.Equal(["t2"], progress.TablesOutWithNewTargets.First);
        Assert.Equal(["t1"], progress.TablesReturned.First);
        Assert.Equal((1, 0), (progress.TablesReturned.Count, progress.TablesRequeued.Count));
        var t1 = (await (await rig.TableAsync("t1")).GetDetailsAsync())!;
        Assert.Equal(WorkStatus.Completed, t1.Item.Status);
        Assert.Equal(
            [(1, 0, "Q1"), (1, 1, null)],
            t1.Mappings.Where(m => m.Task == AnnotationTask.Cea).Select(m => (m.Annotation.First, m.Annotation.Second, m.Annotation.Mapped)));
        var t3 = await rig.PullAsync("ann");
        Assert.Equal("t3", t3.Name);
        Assert.Equal([(0, null), (1, "Q5")], t3.Targets.Cta.Select(target => (target.First, target.Mapped)));
        Assert.Equal(new Coverage(1, 5), (await rig.Reports.GetStatisticsAsync()).Cea);
        Assert.Equal(0, (await rig.ImportedAsync()).TargetsAdded);
    }

    [Fact]
    public async Task Returned_tables_with_news_go_back_to_the_queue_when_asked()
    {
        await using var rig = await StartAsync(3);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q2");
        rig.Change("targets/CTA.csv", "t1,0\nt1,1\nt2,0\nt3,0\n");

        var progress = await rig.ImportedAsync(new ImportRequest(Requeue: true));

        Assert.Equal(["t1"], progress.TablesRequeued.First);
        Assert.Equal(0, progress.TablesReturned.Count);
        Assert.Equal(["t3", "t1"], [(await rig.PullAsync("ann")).Name, (await rig.PullAsync("ann")).Name]);
        Assert.Equal(WorkStatus.Completed, (await (await rig.TableAsync("t2")).GetAsync())!.Status);
    }

    [Fact]
    public async Task Tables_that_had_news_go_back_to_the_queue_when_asked_later_unless_they_were_handed_out_since()
    {
        await using var rig = await StartAsync(3);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        var out3 = await rig.PullAsync("bob");
        rig.Change("targets/CTA.csv", "t1,0\nt1,1\nt2,0\nt2,1\nt3,0\nt3,1\n");
        Assert.Equal(["t1", "t2"], (await rig.ImportedAsync()).TablesReturned.First);

        // One is done again, with the news; another comes back from who does not know them.
        await rig.Campaign.ResetAsync(ResetSelection.Named, ["t1"], dryRun: false);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        await rig.ReturnAsync("bob", out3, "Q1");

        Assert.Equal(["t2", "t3"], (await rig.ImportedAsync(new ImportRequest(Requeue: true))).TablesRequeued.First);
        Assert.Equal(0, (await rig.ImportedAsync(new ImportRequest(Requeue: true))).TablesRequeued.Count);
        Assert.Equal(WorkStatus.Completed, (await (await rig.TableAsync("t1")).GetAsync())!.Status);
        Assert.Equal(WorkStatus.Queued, (await (await rig.TableAsync("t3")).GetAsync())!.Status);
    }

    [Fact]
    public async Task A_changed_file_gives_new_cells_to_tables_that_are_not_out_and_results_stay_until_a_reset()
    {
        await using var rig = await StartAsync(3);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        await rig.PullAsync("bob");
        foreach (var name in new[] { "t1", "t2", "t3" })
        {
            rig.Change($"tables/{name}.csv", "name,place\nnew,there\n");
        }

        var progress = await rig.ImportedAsync();

        Assert.Equal(["t1", "t3"], progress.TablesChanged.First);
        Assert.Equal(["t2"], progress.TablesOut.First);
        Assert.Equal(["t1"], progress.TablesReturned.First);
        Assert.Equal("Q1", (await (await rig.TableAsync("t1")).GetDetailsAsync())!.Mappings[0].Annotation.Mapped);
        Assert.Equal(WorkStatus.Completed, (await (await rig.TableAsync("t1")).GetAsync())!.Status);
        Assert.Equal("""[["name","t2"],["place","here"]]""", await CellsAsync(rig, "t2"));
        Assert.Equal("""[["name","new"],["place","there"]]""", Cells(await rig.PullAsync("bob")));

        Assert.Equal(1, (await rig.Campaign.ResetAsync(ResetSelection.Named, ["t1"], dryRun: false)).Tables);
        var again = await rig.PullAsync("ann");
        Assert.Equal(("t1", """[["name","new"],["place","there"]]"""), (again.Name, Cells(again)));

        // What was out is taken when it is back.
        Assert.Equal(StoreOutcome.Stored, await rig.ReturnAsync("bob", again with { Name = "t2" }, "Q2"));
        Assert.Equal(["t2"], (await rig.ImportedAsync()).TablesChanged.First);
        Assert.Equal("""[["name","new"],["place","there"]]""", await CellsAsync(rig, "t2"));
    }

    [Fact]
    public async Task A_change_that_keeps_size_and_time_is_seen_by_an_import_that_is_asked_for()
    {
        await using var rig = await StartAsync(1);
        var file = Path.Combine(rig.Input, "tables", "t1.csv");
        var time = File.GetLastWriteTimeUtc(file);
        rig.Change("tables/t1.csv", "name,place\nt9,here\n");
        File.SetLastWriteTimeUtc(file, time);

        Assert.Equal(1, (await rig.ImportedAsync()).TablesChanged.Count);
        Assert.Equal("""[["name","t9"],["place","here"]]""", await CellsAsync(rig, "t1"));

        // Touched, not changed.
        File.SetLastWriteTimeUtc(file, time.AddHours(-1));
        Assert.Equal((0, 0), (await rig.ImportedAsync()) is var progress ? (progress.TablesChanged.Count, progress.ProblemCount) : default);
    }

    [Fact]
    public async Task A_changed_file_is_seen_at_the_next_start()
    {
        await using var rig = await StartAsync(2);
        await rig.DownAsync();
        rig.Change("tables/t2.csv", "a\nlonger than it was before\n");
        await rig.UpAsync();

        Assert.Equal(["t2"], (await rig.Campaign.GetImportProgressAsync()).TablesChanged.First);
        Assert.Equal("""[["a","longer than it was before"]]""", await CellsAsync(rig, "t2"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_any_more_leaves_the_table_as_it_is_and_is_named()
    {
        await using var rig = await StartAsync(1);
        await File.WriteAllBytesAsync(Path.Combine(rig.Input, "tables/t1.csv"), [0xFF], Cancelled);

        foreach (var progress in new[] { await rig.ImportedAsync(), await rig.ImportedAsync() })
        {
            Assert.Equal("has changed and is not taken: not valid UTF-8 at byte 1, line 1", Assert.Single(progress.Problems).Message);
        }

        Assert.Equal("""[["name","t1"],["place","here"]]""", Cells(await rig.PullAsync("ann")));
    }

    [Fact]
    public async Task Targets_that_stand_in_no_file_any_more_are_counted_and_go_when_asked()
    {
        await using var rig = await StartAsync(2);
        await rig.ReturnAsync("ann", await rig.PullAsync("ann"), "Q1");
        rig.Change("targets/CEA.csv", "t1,0,0\nt2,0,0\n");

        var kept = await rig.ImportedAsync();
        var removed = await rig.ImportedAsync(new ImportRequest(RemoveGone: true));

        Assert.Equal((2, 2, 0), (kept.TargetsAdded, kept.TargetsGone, kept.TargetsRemoved));
        Assert.Equal((0, 1, 1), (removed.TargetsAdded, removed.TargetsGone, removed.TargetsRemoved));
        Assert.Equal(new Coverage(1, 3), (await rig.Reports.GetStatisticsAsync()).Cea);
        Assert.Equal([(0, 0)], (await rig.PullAsync("ann")).Targets.Cea.Select(target => (target.First, target.Second)));
    }

    [Fact]
    public async Task Tables_that_a_node_of_0_1_stored_are_taken_as_they_are()
    {
        await using var rig = await StartAsync(2);
        var store = rig.Node.Get<IWorkStore>();
        var first = await store.ReserveIdsAsync(2, Cancelled);
        await store.InsertAsync([Old(first, "old", "x"), Old(first + 1, "older", "y")], Cancelled);
        rig.Write(["t1", "t2", "old", "older"]);
        rig.Change("tables/old.csv", "x");
        await rig.Node.Grains.GetGrain<IQueueGrain>(TableNames.Campaign).RefillAsync();

        var progress = await rig.ImportedAsync();

        Assert.Equal((4, 0, 6), (progress.TablesKnown, progress.TablesStored, progress.TargetsAdded));
        Assert.Equal(["older"], progress.TablesChanged.First);
        var before = await VersionsAsync(rig);
        Assert.Equal(0, (await rig.ImportedAsync()).TargetsAdded);
        Assert.Equal(before, await VersionsAsync(rig));

        static WorkWrite Old(long id, string name, string cell)
        {
            var content = new ParsedTable(1, 1, Encoding.UTF8.GetBytes($"""[["{cell}"]]"""));
            var write = ImportedRows.New("tables", id, new ImportedTable(name, TargetTable.Empty, content, null, new TableStamp()), DateTimeOffset.UnixEpoch);
            return write with { Parts = [.. write.Parts.Where(part => part.Name != TableWork.StampPart)] };
        }
    }

    [Fact]
    public async Task Without_a_targets_file_nothing_is_stored_and_what_is_known_is_served()
    {
        await using var rig = await StartAsync(1);
        Directory.Delete(Path.Combine(rig.Input, "targets"), recursive: true);
        Directory.CreateDirectory(Path.Combine(rig.Input, "targets"));
        rig.Change("tables/t2.csv", "x");
        rig.Change("targets/readme.csv", "x");

        var refused = await rig.Campaign.ImportAsync();

        Assert.Equal(ImportRefusal.NothingToImport, refused.Refused);
        Assert.Contains("no targets file", refused.Error, StringComparison.Ordinal);
        Assert.Equal(ImportRefusal.NothingToImport, (await rig.Campaign.ImportWithAsync(new ImportRequest(Requeue: true))).Refused);

        await rig.DownAsync();
        await rig.UpAsync();
        var progress = await rig.Campaign.GetImportProgressAsync();
        Assert.Equal((ImportPhase.Failed, refused.Error), (progress.Phase, progress.Error));
        Assert.Equal(1, (await rig.Reports.GetStatisticsAsync()).Tables);
        Assert.Equal("t1", (await rig.PullAsync("ann")).Name);
    }

    private static async Task<string> CellsAsync(CampaignRig rig, string table) =>
        Cells((await (await rig.TableAsync(table)).DescribeAsync())!);

    private static string Cells(WorkPackage package) => Encoding.UTF8.GetString(package.Data);

    private static async Task<IReadOnlyList<(long, long)>> VersionsAsync(CampaignRig rig) =>
        [.. (await rig.Node.Get<IWorkStore>().ListAsync(new WorkQuery { Queue = "tables", Limit = 100 }, Cancelled)).Select(row => (row.Id, row.Version))];
}

public sealed class ImportAgainOnSqliteTests : ImportAgainConformance
{
    private protected override Task<CampaignRig> StartAsync(int tables) => CampaignRig.StartAsync(tables);
}

public sealed class ImportAgainOnPostgresTests(SharedPostgres server) : ImportAgainConformance
{
    private protected override async Task<CampaignRig> StartAsync(int tables) =>
        await CampaignRig.StartAsync(tables, postgres: await server.CreateDatabaseAsync());
}
