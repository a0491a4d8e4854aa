using System.Data.Common;
using Switchyard.Auth;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Commands;

/// <summary>Makes a key without a running node: before the first start, or beside one. Settings are the node's.</summary>
internal static class KeysCommand
{
    public const string Verb = "keys";

    public const string Usage =
        "keys create --name NAME --role viewer|client|worker|operator|admin [--expires 90.00:00:00] [--doors A,B] [--queues A,B] [options]";

    /// <summary>Prints the secret on standard output, and nothing else there.</summary>
    /// <exception cref="StartRefusedException">The arguments are wrong, or the store cannot be used.</exception>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [Verb, "create", .. var rest])
        {
            throw StartRefusedException.Setting($"usage: {Usage}");
        }

        var (options, settings) = CommandOptions.Split(rest, "name", "role", "expires", "doors", "queues", "config");
        var (id, text) = KeySecret.New();
        var key = KeyOf(id, options, TimeProvider.System.GetUtcNow());
        await AddAsync(CommandOptions.ReadStorage(settings, options.GetValueOrDefault("config")), key, KeySecret.Hash(text));
        await Console.Error.WriteLineAsync($"The key {id} for {key.Name} ({key.Role}) is shown this once:");
        Console.WriteLine(text);
        return 0;
    }

    private static AccessKey KeyOf(string id, IReadOnlyDictionary<string, string> options, DateTimeOffset now)
    {
        var (name, role) = (options.GetValueOrDefault("name"), options.GetValueOrDefault("role"));
        var (doors, queues) = (ListOf(options.GetValueOrDefault("doors")), ListOf(options.GetValueOrDefault("queues")));
        if (KeyRules.WhyWrong(name, role, doors, queues, [.. FrontDoors.Names]) is { } wrong)
        {
            throw StartRefusedException.Setting($"{wrong} usage: {Usage}");
        }

        DateTimeOffset? end = null;
        return options.TryGetValue("expires", out var expires) && !KeyRules.TryReadEnd(expires, now, out end)
            ? throw StartRefusedException.Setting(KeyRules.NoEnd)
            : new AccessKey
            {
                Id = id,
                Name = name!,
                Role = KeyRules.RoleOf(role)!.Value,
                CreatedAt = now,
                ExpiresAt = end,
                Doors = doors,
                Queues = queues,
            };
    }

    private static string[] ListOf(string? joined) =>
        joined?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static async Task AddAsync(StorageOptions storage, AccessKey key, byte[] hash)
    {
        try
        {
            if (storage.Provider == StorageProvider.Sqlite)
            {
                DataDirectory.Create(Path.TrimEndingDirectorySeparator(storage.FullDataDirectory));
            }

            if (!await AccessKeyFile.AddAsync(storage, key, hash, TimeProvider.System))
            {
                throw StartRefusedException.Environment("The key's id was taken; try again.");
            }
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            throw NodeStart.StoreRefused(storage, exception);
        }
    }
}
