using Switchyard.Compute.Services;
using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Downloads.Exports;

/// <summary>Beside the libraries that LabelForward is made of.</summary>
public sealed class ScikitLearnTests(SharedPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Archives_are_what_pandas_and_scikit_learn_make_of_the_same_tables()
    {
        await using var tables = await FillAsync();

        foreach (var clfId in (int[])[1, 2, 3, 4])
        {
            await CheckAsync(tables, new ExportOrder(clfId));
        }
    }

    [Fact]
    public async Task Another_model_is_run_by_the_sample_of_a_predictor()
    {
        await using var tables = await FillAsync();
        using (var without = new ExportRun(tables.ConnectionString, new ExportOrder(5)))
        {
            Assert.Contains("LinearSVC", await without.RefusalAsync(), StringComparison.Ordinal);
        }

        await CheckAsync(tables, new ExportOrder(5, Predictor: await PredictorAsync()));
    }

    [Fact]
    public async Task A_model_that_the_sample_cannot_read_fails_with_its_reason()
    {
        await using var tables = await FillAsync();
        await tables.ExecuteAsync("UPDATE classifiers SET clf = 'no pickle' WHERE clf_id = 1");
        using var run = new ExportRun(
            tables.ConnectionString, new ExportOrder(1, Predictor: await PredictorAsync()));

        var failure = await Assert.ThrowsAsync<ServiceFailedException>(() => run.RunAsync());

        Assert.StartsWith("The predictor ended with exit code 1.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("UnpicklingError", failure.Message, StringComparison.Ordinal);
    }

    private async Task<LabelForwardTables> FillAsync()
    {
        var tables = await LabelForwardTables.CreateAsync(await postgres.CreateDatabaseAsync());
        await LabelForwardLibraries.FillAsync(tables, Token);
        return tables;
    }

    private static async Task CheckAsync(LabelForwardTables tables, ExportOrder order)
    {
        using var run = new ExportRun(tables.ConnectionString, order);
        await run.RunAsync();
        var zip = Path.Combine(run.Directory.FullName, "archive.zip");
        await File.WriteAllBytesAsync(zip, Assert.Single(await tables.ReadArchivesAsync(order.ClfId)), Token);
        await LabelForwardLibraries.CheckAsync(tables, order.ClfId, zip, Token);
    }

    private static async Task<string[]> PredictorAsync() => [(await ScikitPython.PathAsync())!, Project.PathOf("samples/downloads/predict.py")];
}
