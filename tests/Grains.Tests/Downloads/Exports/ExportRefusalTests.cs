using Switchyard.Compute.Programs;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;
using static Switchyard.Downloads.Exports.ExportDatabase;

namespace Switchyard.Downloads.Exports;

public sealed class ExportRefusalTests(SharedPostgres postgres)
{
    [Fact]
    public async Task A_classifier_that_is_not_there_is_named()
    {
        await using var tables = await CreateAsync(postgres);

        Assert.Equal("There is no classifier 17.", await RefusalAsync(tables, new ExportOrder(17)));
    }

    [Fact]
    public async Task Texts_without_a_vectoriser_cannot_be_labelled()
    {
        await using var tables = await CreateAsync(postgres, withVectorizer: false);
        await tables.AddTextAsync("goal");

        Assert.Equal("There is no vectoriser, without which 1 texts cannot be labelled.", await RefusalAsync(tables));
    }

    [Fact]
    public async Task A_hostile_pickle_is_refused_and_nothing_runs()
    {
        await using var tables = await CreateAsync(postgres, classifier: Hostile);
        await tables.AddTextAsync("goal");
        using var run = new ExportRun(tables.ConnectionString, new ExportOrder(1));

        Assert.StartsWith("Classifier 1 is not read here: ", await run.RefusalAsync(), StringComparison.Ordinal);

        Assert.False(File.Exists(Path.Combine(run.Directory.FullName, "pwned")));
        Assert.False(File.Exists("pwned"));
        Assert.Empty(await tables.ReadArchivesAsync(1));
        Assert.Equal(0, await tables.ReadStatusAsync(1));
    }

    [Fact]
    public async Task An_archive_that_the_database_does_not_take_is_refused_and_the_old_one_stays()
    {
        await using var tables = await CreateAsync(postgres);
        await tables.ExecuteAsync("INSERT INTO downloads (clf_id, file) VALUES (1, 'old')");
        using var run = new ExportRun(tables.ConnectionString, new ExportOrder(1));

        Assert.Matches("^The archive has [0-9]+ bytes; the database takes 100 at most", await run.RefusalAsync(new ExportProgram(largestArchive: 100)));

        Assert.Equal("old"u8.ToArray(), Assert.Single(await tables.ReadArchivesAsync(1)));
    }

    [Theory]
    [InlineData("not = a connection; Password=hunter2")]
    [InlineData("Host=127.0.0.1;Port=hunter2")]
    [InlineData("hunter2")]
    public async Task A_connection_string_is_not_shown_when_it_is_wrong(string connection)
    {
        using var run = new ExportRun(connection, new ExportOrder(1));

        Assert.Equal("The connection string of the downloads' database cannot be read.", await run.RefusalAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"clfId": "x"}""")]
    public async Task An_order_that_is_none_is_refused(string? order)
    {
        using var run = new ExportRun("Host=127.0.0.1", new ExportOrder(1));
        var file = Path.Combine(run.In, DownloadNames.OrderFile);
        if (order is null)
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllTextAsync(file, order, TestContext.Current.CancellationToken);
        }

        Assert.StartsWith("export.json", await run.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_secret_a_run_says_so()
    {
        using var run = new ExportRun("", new ExportOrder(1));
        var program = new ProgramRun(run.In, run.Out, TextWriter.Null, 1, new Dictionary<string, string>(), TimeProvider.System);

        await Assert.ThrowsAsync<WrongInputException>(() => new ExportProgram().RunAsync(program, TestContext.Current.CancellationToken));
    }

    private static async Task<string> RefusalAsync(LabelForwardTables tables, ExportOrder? order = null)
    {
        using var run = new ExportRun(tables.ConnectionString, order ?? new ExportOrder(1));
        return await run.RefusalAsync();
    }
}
