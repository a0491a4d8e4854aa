using System.Text;
using Switchyard.Tables.Import;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class CampaignImporterTests
{
    private readonly MemorySink sink = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<ImportProgress> Import(InputDirectory input, Func<ImportOptions, ImportOptions>? change = null, IProgress<ImportProgress>? listener = null)
    {
        var options = new ImportOptions { InputDirectory = input.Input, ScratchDirectory = input.Scratch };
        return new CampaignImporter(change?.Invoke(options) ?? options, sink, TimeProvider.System).RunAsync(listener, Token);
    }

    private static InputDirectory Small() => new InputDirectory()
        .With("tables/B.csv", "h\nb\n")
        .With("tables/A.csv", "h,i\na,b\n")
        .With("tables/Z.csv", "")
        .With("tables/C.csv", "x")
        .With("targets/CEA.csv", "B,1,0\nA,1,1,Q1\nA,1,0\nB,0,0\n")
        .With("targets/CTA.csv", "C,0\nA,1\n")
        .With("targets/CPA.csv", "A,0,1\n");

    [Fact]
    public async Task Tables_are_stored_with_content_and_targets_in_the_order_of_the_targets_files()
    {
        using var input = Small();

        var progress = await Import(input);

        Assert.Equal((ImportPhase.Finished, null, 0), (progress.Phase, progress.Error, progress.ProblemCount));
        Assert.Equal((4, 4, 0, 7), (progress.TablesFound, progress.TablesStored, progress.TablesKnown, progress.TargetsRead));
        Assert.NotNull(progress.StartedAt);
        Assert.NotNull(progress.FinishedAt);
        Assert.Equal(["B", "A", "C", "Z"], sink.Tables.Select(t => t.Name));
        var a = sink.Tables[1];
        Assert.Equal("""[["h","a"],["i","b"]]""", Encoding.UTF8.GetString(a.Content!.Data));
        Assert.Equal((8, 2, 2), (a.Stamp.Size, a.Stamp.Rows, a.Stamp.Columns));
        Assert.Equal([new(1, 1, "Q1", 0), new Target(1, 0, null, null)], a.Targets.InFileOrder(AnnotationTask.Cea));
        Assert.Equal([new Target(1, 0, null, null)], a.Targets.InFileOrder(AnnotationTask.Cta));
        Assert.Equal([new Target(0, 1, null, null)], a.Targets.InFileOrder(AnnotationTask.Cpa));
        Assert.Equal(ParsedTable.Empty, sink.Tables[3].Content);
    }

    [Fact]
    public async Task Importing_again_changes_nothing()
    {
        using var input = Small();
        await Import(input);

        var progress = await Import(input);

        Assert.Equal((4, 0, 4), (progress.TablesFound, progress.TablesStored, progress.TablesKnown));
        Assert.Equal(4, sink.Tables.Count);
        Assert.Empty(sink.Updates);
    }

    [Fact]
    public async Task The_sample_data_set_is_imported_without_a_problem()
    {
        using var scratch = new InputDirectory();

        var progress = await Import(scratch, o => o with { InputDirectory = SampleData.Directory, BatchSize = 7 });

        Assert.Equal((25, 25, 0, 6951), (progress.TablesFound, progress.TablesStored, progress.ProblemCount, progress.TargetsRead));
        Assert.Equal("3UP2QY0B", sink.Tables[0].Name);
        Assert.Equal(6768, sink.Tables.Sum(t => t.Targets.Total(AnnotationTask.Cea)));
        Assert.Equal(75, sink.Tables.Sum(t => t.Targets.Total(AnnotationTask.Cta)));
        Assert.Equal(108, sink.Tables.Sum(t => t.Targets.Total(AnnotationTask.Cpa)));
        Assert.All(sink.Tables, t => Assert.NotNull(t.Content));
        Assert.Equal(4, sink.Batches);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Scratch));
    }

    [Fact]
    public async Task Bad_targets_are_reported_by_file_and_line_and_do_not_stop_the_import()
    {
        using var input = Small()
            .With("targets/CEA.csv", "table,row,col\nA,0,0\nNOPE,1,1\nA,0,0\nA,1\n")
            .With("targets/old_CEA.csv", "A,5,5\n");

        var progress = await Import(input);

        Assert.Equal(ImportPhase.Finished, progress.Phase);
        Assert.Equal(
            [
                new("targets/old_CEA.csv", 0, "a file of the same task comes before it: not used"),
                new("targets/CEA.csv", 1, "'row' is not a number"),
                new("targets/CEA.csv", 3, "there is no table 'NOPE'"),
                new("targets/CEA.csv", 4, "the same target stands on an earlier line"),
                new ImportProblem("targets/CEA.csv", 5, "2 columns, where CEA has 3 or 4"),
            ],
            progress.Problems);
        Assert.Equal([new Target(0, 0, null, null)], sink.Tables.Single(t => t.Name == "A").Targets.InFileOrder(AnnotationTask.Cea));
    }

    [Fact]
    public async Task Each_targets_file_says_what_was_read_and_used()
    {
        using var input = Small().With("targets/CEA.csv", "table,row,col\nA,0,0\nNOPE,1,1\nA,0,0\n\nB,1,0\n");

        var progress = await Import(input);

        Assert.Equal((8, 3), (progress.TargetsRead, progress.TargetsUnused));
        Assert.Equal(
            [("CEA.csv", AnnotationTask.Cea, 5L, 2L, 3L), ("CTA.csv", AnnotationTask.Cta, 2, 2, 0), ("CPA.csv", AnnotationTask.Cpa, 1, 1, 0)],
            progress.TargetsFiles.Select(file => (file.File, file.Task, file.Lines, file.Targets, file.Unused)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Targets_outside_their_table_are_counted_and_named(bool known)
    {
        using var input = Small()
            .With("targets/CEA.csv", "A,1,1\nA,2,0\nA,0,2\nZ,0,0\n")
            .With("targets/CTA.csv", "A,1\nB,1\n")
            .With("targets/CPA.csv", "A,0,1\nA,0,2\n");
        if (known)
        {
            await Import(input);
        }

        var progress = await Import(input, o => o with { TrustTimes = known });

        Assert.Equal([3L, 1, 1], progress.TargetsFiles.Select(file => file.Outside));
        Assert.Equal(
            [
                new("targets/CEA.csv", 2, "row 2 is beyond table 'A', which has 2 rows and 2 columns"),
                new("targets/CEA.csv", 3, "column 2 is beyond table 'A', which has 2 rows and 2 columns"),
                new("targets/CPA.csv", 2, "column 2 is beyond table 'A', which has 2 rows and 2 columns"),
                new("targets/CEA.csv", 4, "row 0 is beyond table 'Z', which has 0 rows and 1 columns"),
                new("targets/CTA.csv", 2, "column 1 is beyond table 'B', which has 2 rows and 1 columns"),
                new("targets/CEA.csv", 0, "3 of 4 targets lie outside their table"),
                new("targets/CTA.csv", 0, "1 of 2 targets lie outside their table"),
                new ImportProblem("targets/CPA.csv", 0, "1 of 2 targets lie outside their table"),
            ],
            progress.Problems);
    }

    [Theory]
    [InlineData(CeaColumnOrder.RowCol, true)]
    [InlineData(CeaColumnOrder.ColRow, false)]
    public async Task A_file_of_which_most_fits_the_other_order_is_told_so(CeaColumnOrder order, bool hint)
    {
        using var input = new InputDirectory()
            .With("tables/A.csv", string.Concat(Enumerable.Repeat("a,b\n", 500)))
            .With("targets/CEA.csv", string.Concat(Enumerable.Range(0, 500).Select(row => $"A,1,{row}\n")));

        var progress = await Import(input, o => o with { CeaColumnOrder = order });

        var file = Assert.Single(progress.TargetsFiles);
        Assert.Equal(hint ? 498 : 0, file.Outside);
        Assert.Equal(hint ? "500 of 500 lie inside with Tables:CeaColumnOrder=ColRow: set it and import again with removeGone" : null, file.Hint);
        Assert.Equal(hint ? 499 : 0, progress.ProblemCount);
        Assert.Equal(hint ? 21 : 0, progress.Problems.Count);
    }

    [Fact]
    public async Task Names_that_clients_may_not_be_able_to_return_are_told()
    {
        using var input = new InputDirectory().With("targets/CEA.csv", "a#b,0,0\n").With("tables/a#b.csv", "x").With("tables/a?.csv", "x").With("tables/100%.csv", "x");

        var progress = await Import(input);

        Assert.Equal(3, progress.TablesStored);
        Assert.Equal(["tables/100%.csv", "tables/a#b.csv", "tables/a?.csv"], progress.Problems.Select(p => p.File).Order(StringComparer.Ordinal));
        Assert.All(progress.Problems, problem => Assert.Contains("do not quote it in a URL", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_that_look_the_same_are_told_apart()
    {
        using var input = new InputDirectory()
            .With("tables/Z\u00FCrich.csv", "x")
            .With("tables/\u00E9.csv", "x")
            .With("tables/e\u0301.csv", "x")
            .With("targets/CEA.csv", "Zu\u0308rich,0,0\n\u00E9,0,0\n");

        var progress = await Import(input);

        Assert.Equal((2, 1), (progress.ProblemCount, progress.TargetsUnused));
        Assert.Contains(
            new ImportProblem("targets/CEA.csv", 1, "there is no table 'Zu\u0308rich' (Zu<U+0308>rich); that of tables/ looks the same and is written otherwise (Z<U+00FC>rich)"),
            progress.Problems);
        Assert.Contains(progress.Problems, problem => problem.Message.StartsWith("its name looks the same as that of another table: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_problems_are_counted_and_the_first_thousand_kept()
    {
        using var input = Small().With("targets/CEA.csv", string.Concat(Enumerable.Range(0, 2_500).Select(i => $"NOPE,{i},0\n")));

        var progress = await Import(input);

        Assert.Equal((2_500, 1_000), (progress.ProblemCount, progress.Problems.Count));
    }

    [Fact]
    public async Task A_table_that_cannot_be_read_is_stored_as_such_and_repaired_when_it_can()
    {
        using var input = Small();
        await File.WriteAllBytesAsync(Path.Combine(input.Input, "tables/A.csv"), [(byte)'a', 0xFF], Token);

        var progress = await Import(input);

        var a = sink.Tables.Single(t => t.Name == "A");
        Assert.Equal((4, 1, 1), (progress.TablesStored, progress.TablesUnreadable, progress.ProblemCount));
        Assert.Equal((null, "not valid UTF-8 at byte 2, line 1"), (a.Content, a.Unreadable));
        Assert.Equal(new ImportProblem("tables/A.csv", 0, a.Unreadable!), Assert.Single(progress.Problems));

        Assert.Equal(1, (await Import(input)).ProblemCount);
        Assert.All(sink.Updates, update => Assert.Null(update.Content));
        sink.Updates.Clear();

        input.With("tables/A.csv", "good");
        await Import(input);
        var repaired = Assert.Single(sink.Updates);
        Assert.Equal(sink.IdOf("A"), repaired.Id);
        Assert.Equal("""[["good"]]""", Encoding.UTF8.GetString(repaired.Content!.Data));
    }

    [Fact]
    public async Task A_table_over_the_limit_is_unreadable()
    {
        using var input = Small();

        await Import(input, o => o with { MaxTableBytes = 7 });

        Assert.Equal(
            "table is 8 bytes, the limit is Tables:MaxTableBytes = 7",
            sink.Tables.Single(t => t.Name == "A").Unreadable);
    }

    [Theory]
    [InlineData("input")]
    [InlineData("tables")]
    [InlineData("targets")]
    public async Task A_missing_directory_fails_the_import_and_is_named(string missing)
    {
        using var input = Small();
        var directory = missing == "input" ? input.Input : Path.Combine(input.Input, missing);
        Directory.Delete(directory, recursive: true);

        var progress = await Import(input);

        Assert.Equal(ImportPhase.Failed, progress.Phase);
        Assert.Contains(directory, progress.Error, StringComparison.Ordinal);
        Assert.Empty(sink.Tables);
    }

    [Fact]
    public async Task A_targets_file_that_cannot_be_read_fails_the_import_before_any_table_is_stored()
    {
        using var input = Small().With("targets/CTA.csv", new string('x', 3_000_000));

        var progress = await Import(input);

        Assert.Equal(ImportPhase.Failed, progress.Phase);
        Assert.Contains("CTA.csv", progress.Error, StringComparison.Ordinal);
        Assert.Empty(sink.Tables);
    }

    [Fact]
    public async Task What_is_no_table_is_reported()
    {
        using var input = Small()
            .With("tables/readme.txt", "x")
            .With("tables/Upper.CSV", "x")
            .With("tables/.csv", "x")
            .With("tables/line\nbreak.csv", "x")
            .With($"tables/{new string('n', 201)}.csv", "x")
            .With("tables/folder.csv/inner.csv", "x")
            .With("outside.csv", "secret");
        File.CreateSymbolicLink(Path.Combine(input.Input, "tables/out.csv"), "../outside.csv");
        File.CreateSymbolicLink(Path.Combine(input.Input, "tables/gone.csv"), "nothing.csv");
        File.CreateSymbolicLink(Path.Combine(input.Input, "tables/same.csv"), "A.csv");

        var progress = await Import(input);

        Assert.Equal(["A", "B", "C", "Z", "same"], sink.Tables.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal(8, sink.Tables.Single(t => t.Name == "same").Stamp.Size);
        Assert.Equal(
            [
                "tables/.csv", "tables/Upper.CSV", "tables/folder.csv", "tables/gone.csv", "tables/line\nbreak.csv",
                $"tables/{new string('n', 201)}.csv", "tables/out.csv", "tables/readme.txt",
            ],
            progress.Problems.Select(p => p.File).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_import_keeps_whole_batches_and_goes_on_when_run_again()
    {
        using var input = new InputDirectory().With("targets/CEA.csv", "");
        for (var i = 0; i < 30; i++)
        {
            input.With($"tables/T{i:00}.csv", "x");
        }

        using var cancel = new CancellationTokenSource();
        sink.AfterBatch = batches => { if (batches == 2) { cancel.Cancel(); } };
        var options = new ImportOptions { InputDirectory = input.Input, ScratchDirectory = input.Scratch, BatchSize = 10 };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new CampaignImporter(options, sink, TimeProvider.System).RunAsync(null, cancel.Token));
        Assert.Equal(20, sink.Tables.Count);

        var progress = await Import(input);
        Assert.Equal((20, 10), (progress.TablesKnown, progress.TablesStored));
        Assert.Equal(30, sink.Tables.DistinctBy(t => t.Name).Count());
    }

    [Fact]
    public async Task A_failing_sink_is_heard_of_and_the_next_run_goes_on()
    {
        using var input = Small();
        sink.AfterBatch = _ => throw new TimeoutException("database away");

        await Assert.ThrowsAsync<TimeoutException>(() => Import(input, o => o with { BatchSize = 1 }));

        sink.AfterBatch = null;
        Assert.Equal((1, 3), ((await Import(input)) is var p ? (p.TablesKnown, p.TablesStored) : default));
    }

    [Fact]
    public async Task A_batch_ends_early_when_its_files_are_large()
    {
        using var input = new InputDirectory().With("targets/CEA.csv", "");
        for (var i = 0; i < 6; i++)
        {
            input.With($"tables/T{i}.csv", new string('x', 100));
        }

        await Import(input, o => o with { BatchBytes = 250 });

        Assert.Equal((6, 3), (sink.Tables.Count, sink.Batches));
    }

    [Fact]
    public async Task Progress_goes_through_the_phases_and_only_grows()
    {
        using var input = Small();
        var heard = new Listener();

        await Import(input, o => o with { BatchSize = 1 }, heard);

        Assert.Equal(
            [ImportPhase.ReadingDirectory, ImportPhase.ReadingTargets, ImportPhase.StoringTables, ImportPhase.Finished],
            heard.All.Select(p => p.Phase).Distinct());
        Assert.Equal(heard.All.Select(p => p.TablesStored).Order(), heard.All.Select(p => p.TablesStored));
        Assert.Contains(heard.All, p => p.TablesStored == 2);
    }

    private sealed class Listener : IProgress<ImportProgress>
    {
        public List<ImportProgress> All { get; } = [];

        public void Report(ImportProgress value) => All.Add(value);
    }

    private sealed class MemorySink : IImportSink
    {
        public Dictionary<string, TableStamp> Gone { get; } = [];

        public Task<IReadOnlyDictionary<string, TableStamp>> FindGoneAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, TableStamp>>(Gone);

        public List<ImportedTable> Tables { get; } = [];

        public List<TableUpdate> Updates { get; } = [];

        public int Batches { get; private set; }

        public Action<int>? AfterBatch { get; set; }

        public long IdOf(string name) => Tables.FindIndex(t => t.Name == name) + 1;

        public Task<IReadOnlyDictionary<string, KnownTable>> FindKnownAsync(IReadOnlyList<string> names, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, KnownTable>>(
                Tables.Where(t => names.Contains(t.Name)).ToDictionary(t => t.Name, t => new KnownTable(IdOf(t.Name), t.Unreadable is not null, t.Stamp)));

        public Task StoreAsync(IReadOnlyList<ImportedTable> tables, CancellationToken cancellationToken)
        {
            Tables.AddRange(tables);
            Batches++;
            AfterBatch?.Invoke(Batches);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<UpdateOutcome>> UpdateAsync(IReadOnlyList<TableUpdate> updates, CancellationToken cancellationToken)
        {
            Updates.AddRange(updates);
            return Task.FromResult<IReadOnlyList<UpdateOutcome>>([.. updates.Select(_ => UpdateOutcome.Nothing)]);
        }
    }
}
