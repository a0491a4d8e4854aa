using System.Data.Common;
using System.Globalization;
using Switchyard.Backups;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Commands;

/// <summary>Backs an embedded node's data up, beside the node if it runs, and restores it before one starts. Settings are the node's.</summary>
internal static class BackupCommands
{
    public const string Backup = "backup";

    public const string Restore = "restore";

    public const string BackupUsage = "backup DIR [options]";

    public const string RestoreUsage = "restore DIR [options]";

    /// <summary>Says on standard output what was done.</summary>
    /// <exception cref="StartRefusedException">The arguments are wrong, or it cannot be done: then nothing is there that would be taken for done.</exception>
    public static async Task<int> RunAsync(string[] args)
    {
        var verb = args[0];
        if (args is not [_, var named, .. var rest] || named.StartsWith('-') || named.Length == 0)
        {
            throw StartRefusedException.Setting($"usage: {(verb == Backup ? BackupUsage : RestoreUsage)}");
        }

        var (options, settings) = CommandOptions.Split(rest, "config");
        var storage = CommandOptions.ReadStorage(settings, options.GetValueOrDefault("config"));
        if (storage.Provider != StorageProvider.Sqlite)
        {
            throw StartRefusedException.Setting(
                $"{verb}: Storage:Provider is Postgres: everything is in the database, which is backed up by PostgreSQL's own means; see docs/operations.md");
        }

        var directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(named));
        try
        {
            var done = verb == Backup
                ? await new NodeBackup(storage, directory, TimeProvider.System).RunAsync(CancellationToken.None)
                : await new NodeRestore(storage, directory).RunAsync(CancellationToken.None);
            Console.WriteLine(Describe(verb, storage, directory, done));
            return 0;
        }
        catch (BackupRefusedException refusal)
        {
            throw StartRefusedException.Environment(refusal.Message, refusal);
        }
        catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException)
        {
            throw StartRefusedException.Environment($"{verb}: {NodeStart.Line(exception)}", exception);
        }
    }

    private static string Describe(string verb, StorageOptions storage, string directory, BackupManifest done)
    {
        var (from, to) = verb == Backup ? (storage.FullDataDirectory, directory) : (directory, storage.FullDataDirectory);
        var blobs = done.Files.Count(file => !file.Key.EndsWith(".db", StringComparison.Ordinal));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{verb}: {from} to {to}: {done.Files.Count - blobs} databases, {blobs} blobs, {done.Files.Values.Sum(file => file.Length)} bytes; all that was acknowledged before {done.BegunAt:u}");
    }
}
