using Npgsql;

namespace Switchyard.Servers.LabelForward;

/// <summary>Debian's Python with scikit-learn, pandas and psycopg2, which the application itself is made of.</summary>
public static class ScientificPython
{
    /// <summary>Debian's own: another one on PATH does not see its packages.</summary>
    public const string Program = "/usr/bin/python3";

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "LabelForward", "labelforward.py");

    private static readonly Lazy<Task<bool>> Installed = new(FindAsync);

    /// <summary>Whether all of it is there (Debian: python3-sklearn, python3-pandas, python3-psycopg2).</summary>
    public static Task<bool> IsInstalledAsync() => Installed.Value;

    /// <summary>Fills empty tables with texts, labels, a vectoriser and the classifiers 1 (of four labels), 2 (of two) and 3 (naive Bayes).</summary>
    public static Task FillAsync(LabelForwardTables tables) => RunAsync(tables, "fill");

    /// <summary>Compares an archive with what LabelForward's libraries make of the same tables.</summary>
    /// <exception cref="InvalidOperationException">They differ; the message ends with how.</exception>
    public static Task CheckAsync(LabelForwardTables tables, int clfId, string zip) => RunAsync(tables, "check", $"{clfId}", zip);

    private static Task RunAsync(LabelForwardTables tables, params string[] arguments)
    {
        var connection = new NpgsqlConnectionStringBuilder(tables.ConnectionString);
        return ServerProcess.RunAsync(
            "env",
            [
                $"PGHOST={connection.Host}", $"PGPORT={connection.Port}", $"PGUSER={connection.Username}", $"PGDATABASE={connection.Database}",
                Program, Script, .. arguments,
            ]);
    }

    private static async Task<bool> FindAsync()
    {
        try
        {
            await ServerProcess.RunAsync(Program, "-c", "import pandas, psycopg2, sklearn");
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
