using Npgsql;
using Switchyard.Hosting;
using Switchyard.Tables;

namespace Switchyard.Configuration;

/// <summary>All that a node is told, read once and checked whole before anything starts.</summary>
internal sealed record NodeSettings(
    StorageOptions Storage,
    NodeOptions Node,
    AuthOptions Auth,
    TablesOptions Tables,
    IReadOnlyList<string> Urls)
{
    private const string ConnectionKey = "ConnectionStrings:Switchyard";

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static NodeSettings Read(IConfiguration configuration)
    {
        var doors = SettingsReader.Read<DoorsOptions>(configuration, "Doors");
        foreach (var url in doors.Urls)
        {
            ListeningUrls.Check("Doors:Tables:Url", url);
        }

        var urls = ListeningUrls.Read(configuration);
        return new NodeSettings(
            ReadStorage(configuration),
            SettingsReader.Read<NodeOptions>(configuration, "Cluster"),
            AuthOptions.Read(configuration, urls.Concat(doors.Urls)),
            SettingsReader.Read<TablesOptions>(configuration, "Tables"),
            urls);
    }

    private static StorageOptions ReadStorage(IConfiguration configuration)
    {
        var section = SettingsReader.Read<StorageSection>(configuration, "Storage");
        var storage = new StorageOptions { Provider = section.Provider, DataDirectory = section.DataDirectory };
        if (storage.Provider != StorageProvider.Postgres)
        {
            return storage;
        }

        var connection = configuration[ConnectionKey];
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw StartRefusedException.Setting($"{ConnectionKey} is needed by Storage:Provider=Postgres");
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException exception)
        {
            // Only the parser's words: the text itself has the password.
            throw StartRefusedException.Setting($"{ConnectionKey}: {exception.Message.ReplaceLineEndings(" ")}");
        }

        return storage with { ConnectionString = connection };
    }

    /// <summary>The keys of the section itself; the connection has a key elsewhere.</summary>
    private sealed record StorageSection
    {
        public StorageProvider Provider { get; init; } = new StorageOptions().Provider;

        public string DataDirectory { get; init; } = new StorageOptions().DataDirectory;
    }
}
