namespace Switchyard.Hosting;

/// <summary>Where a node keeps everything: the section <c>Storage</c>.</summary>
public sealed record StorageOptions
{
    /// <summary>
    /// <see cref="StorageProvider.Sqlite"/> needs nothing installed and allows one node;
    /// <see cref="StorageProvider.Postgres"/> allows several. Default: Sqlite.
    /// </summary>
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    /// <summary>
    /// Databases and blobs when embedded, and scratch space; created when missing, for the node's user alone (0700); relative to the working
    /// directory. With PostgreSQL nothing that must survive is kept here. Default: <c>./data</c>.
    /// </summary>
    public string DataDirectory { get; init; } = "./data";

    /// <summary>
    /// With fewer bytes free on the disk of the data directory, or on that of the runs, the node is not ready and its sources start nothing. 0: it is
    /// not looked at. Default: 256 MiB.
    /// </summary>
    public long MinFree { get; init; } = 256L * 1024 * 1024;

    /// <summary>An Npgsql connection string, for PostgreSQL only: the key <c>ConnectionStrings:Switchyard</c>.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The work store's SQLite file.</summary>
    public string WorkDatabase => Path.Combine(FullDataDirectory, "work.db");

    /// <summary>The SQLite file for small grain state and reminders.</summary>
    public string OrleansDatabase => Path.Combine(FullDataDirectory, "orleans.db");

    /// <summary>The directory of blobs when embedded.</summary>
    public string BlobDirectory => Path.Combine(FullDataDirectory, "blobs");

    /// <summary>Where runs have their directories, unless <c>Compute:RunDirectory</c> or isolation puts them elsewhere.</summary>
    public string RunDirectory => Path.Combine(FullDataDirectory, "runs");

    public string FullDataDirectory => Path.GetFullPath(DataDirectory);
}

public enum StorageProvider
{
    Sqlite,
    Postgres,
}
