using Npgsql;

namespace Switchyard.Hosting;

/// <summary>Judges a connection string of PostgreSQL before anything is opened.</summary>
public static class PostgresText
{
    /// <returns>Only the parser's words, since the text has the password; null when it is right.</returns>
    public static string? WhyWrong(string connection)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message.ReplaceLineEndings(" ");
        }
    }
}
