using Npgsql;
using Switchyard.Compute;
using Switchyard.Compute.Services;
using Switchyard.Downloads;
using Switchyard.Expertise;
using Switchyard.Hosting;
using Switchyard.Jobs;
using Switchyard.Tables;
using Switchyard.Tickets;

namespace Switchyard.Configuration;

/// <summary>All that a node is told, read once and checked whole before anything starts.</summary>
internal sealed record NodeSettings(
    StorageOptions Storage,
    NodeOptions Node,
    AuthOptions Auth,
    TablesOptions Tables,
    JobsOptions Jobs,
    ServicesOptions Services,
    ComputeOptions Compute,
    TicketsOptions Tickets,
    ExpertiseOptions Expertise,
    DownloadsOptions Downloads,
    ListenUrls Urls)
{
    private const string ConnectionKey = "ConnectionStrings:Switchyard";

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static NodeSettings Read(IConfiguration configuration)
    {
        var front = FrontSettings.Read(configuration);
        CheckCommands(front);
        if (front.Downloads.ConnectionString is { } downloads)
        {
            CheckConnection(DownloadsSection.ConnectionKey, downloads);
        }

        return new NodeSettings(
            ReadStorage(configuration, front.Storage),
            front.Node,
            front.Auth,
            front.Tables,
            front.Jobs,
            front.Services,
            front.Compute,
            front.Tickets,
            front.Expertise,
            front.Downloads,
            front.Urls);
    }

    /// <summary>What a node makes of the settings, and a front end does not.</summary>
    private static void CheckCommands(FrontSettings settings)
    {
        if (ServiceOptionsValidator.Validate(settings.Services.Commands, BuiltInServices.All) is [{ } problem, ..])
        {
            throw StartRefusedException.Setting(problem);
        }

        for (var i = 0; i < settings.Compute.Sources.Count; i++)
        {
            foreach (var (key, reason) in ServiceOptionsValidator.JudgeEnvironment(settings.Compute.Sources[i].Environment))
            {
                throw StartRefusedException.Setting($"Compute:Sources:{i}:{key}: {reason}");
            }
        }
    }

    private static StorageOptions ReadStorage(IConfiguration configuration, StorageSection section)
    {
        var storage = new StorageOptions { Provider = section.Provider, DataDirectory = section.DataDirectory, MinFree = section.MinFree };
        if (storage.Provider != StorageProvider.Postgres)
        {
            return storage;
        }

        var connection = configuration[ConnectionKey];
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw StartRefusedException.Setting($"{ConnectionKey} is needed by Storage:Provider=Postgres");
        }

        CheckConnection(ConnectionKey, connection);
        return storage with { ConnectionString = connection };
    }

    private static void CheckConnection(string key, string connection)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException exception)
        {
            // Only the parser's words: the text itself has the password.
            throw StartRefusedException.Setting($"{key}: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
