using Switchyard.Compute;
using Switchyard.Compute.Services;
using Switchyard.Hosting;

namespace Switchyard.Configuration;

/// <summary>All that a node is told, read once and checked whole before anything starts.</summary>
/// <param name="Front">What a front end is told, too.</param>
/// <param name="SecretFiles">What runs are not to see.</param>
internal sealed record NodeSettings(StorageOptions Storage, FrontSettings Front, IReadOnlyList<SecretFile> SecretFiles)
{
    private const string ConnectionKey = "ConnectionStrings:Switchyard";

    public NodeOptions Node => Front.Node;

    public AuthOptions Auth => Front.Auth;

    public ListenUrls Urls => Front.Urls;

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static NodeSettings Read(IConfiguration configuration)
    {
        var front = FrontSettings.Read(configuration);
        CheckCommands(front);
        if (GrainDoors.All.SelectMany(door => door.Judge(front.Doors)).FirstOrDefault() is { } problem)
        {
            throw StartRefusedException.Setting(problem);
        }

        return new NodeSettings(ReadStorage(configuration, front.Storage), front, SecretSetting.FilesOf(configuration));
    }

    /// <summary>Where a node keeps everything, for who needs to know no more.</summary>
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static StorageOptions ReadStorage(IConfiguration configuration) =>
        ReadStorage(configuration, SettingsReader.Read<StorageSection>(configuration, "Storage"));

    /// <summary>What a node makes of the settings, and a front end does not.</summary>
    private static void CheckCommands(FrontSettings settings)
    {
        if (ServiceOptionsValidator.Validate(settings.Services.Commands, settings.Services.BuiltIn) is [{ } problem, ..])
        {
            throw StartRefusedException.Setting(problem);
        }

        if (settings.Compute.Isolation == IsolationMode.None
            && settings.Services.Commands.Index().FirstOrDefault(command => command.Item.Network == false) is (var number, { }))
        {
            throw StartRefusedException.Setting($"Services:{number}:Network: false needs Compute:Isolation=Auto or Required");
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

        var connection = SecretSetting.Read(configuration, ConnectionKey);
        if (string.IsNullOrWhiteSpace(connection))
        {
            throw StartRefusedException.Setting($"{ConnectionKey} is needed by Storage:Provider=Postgres");
        }

        return PostgresText.WhyWrong(connection) is { } reason
            ? throw StartRefusedException.Setting($"{ConnectionKey}: {reason}")
            : storage with { ConnectionString = connection };
    }
}
