using Npgsql;
using Switchyard.Compute.Programs;

namespace Switchyard.Downloads.Database;

/// <summary>Opens connections to the application's database.</summary>
internal static class LabelForwardSource
{
    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="poolSize">The most connections at a time, unless the connection string names another number.</param>
    /// <param name="timeout">The most time that a statement may take until its first row, and between rows.</param>
    /// <exception cref="WrongInputException">The connection string is none. The message has no part of it: there may be a password in it.</exception>
    public static NpgsqlDataSource Open(string connectionString, int poolSize, TimeSpan timeout)
    {
        NpgsqlDataSourceBuilder builder;
        try
        {
            builder = new NpgsqlDataSourceBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new WrongInputException("The connection string of the downloads' database cannot be read.");
        }

        var settings = builder.ConnectionStringBuilder;
        if (settings.MaxPoolSize == new NpgsqlConnectionStringBuilder().MaxPoolSize)
        {
            settings.MaxPoolSize = Math.Max(poolSize, settings.MinPoolSize);
        }

        // What the database says of a failed row would be texts and addresses in our log.
        settings.IncludeErrorDetail = false;
        settings.CommandTimeout = (int)timeout.TotalSeconds;
        settings.ApplicationName ??= "switchyard";
        return builder.Build();
    }
}
