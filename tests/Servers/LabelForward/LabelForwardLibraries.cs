using Npgsql;

namespace Switchyard.Servers.LabelForward;

/// <summary>What the libraries that LabelForward is made of do with its tables: scikit-learn and pandas.</summary>
public static class LabelForwardLibraries
{
    private static readonly string Script = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LabelForward", "labelforward.py"));

    /// <summary>Fills empty tables with texts, labels, a vectoriser and the classifiers 1 (of four labels), 2 (of two), 3 (naive Bayes), 4 (of numbers) and 5 (a support vector machine).</summary>
    public static Task FillAsync(LabelForwardTables tables, CancellationToken cancellationToken) => RunAsync(tables, ["fill"], cancellationToken);

    /// <summary>Compares an archive with what they make of the same tables: to the byte, and as pandas reads its files back.</summary>
    /// <param name="zip">The path of the archive.</param>
    /// <exception cref="InvalidOperationException">They differ; the message ends with how.</exception>
    public static Task CheckAsync(LabelForwardTables tables, int clfId, string zip, CancellationToken cancellationToken) =>
        RunAsync(tables, ["check", $"{clfId}", zip], cancellationToken);

    private static Task<string> RunAsync(LabelForwardTables tables, string[] arguments, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(tables.ConnectionString);
        var database = $"host={connection.Host} port={connection.Port} user={connection.Username} dbname={connection.Database}";
        return ScikitPython.RunAsync(Script, [database, .. arguments], cancellationToken);
    }
}
