using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Switchyard.Compute.Isolation;
using Switchyard.Compute.Runs;
using Switchyard.Hosting;

namespace Switchyard.Compute;

/// <summary>Where the runs of a node are, and what they are kept from.</summary>
internal static class RunPlace
{
    private const string Beside = "-runs";

    /// <summary>Takes the directory of the runs.</summary>
    public static RunRoot Open(StorageOptions storage, IServiceProvider provider) =>
        RunRoot.Open(DirectoryOf(storage, provider), MayHaveUsers(provider));

    /// <summary>The directory of an earlier life with other settings; null when it is the same.</summary>
    public static string? Former(StorageOptions storage, IServiceProvider provider)
    {
        var former = NodesOwn(storage, provider, storage.RunDirectory);
        return former == DirectoryOf(storage, provider) || !Directory.Exists(former) ? null : former;
    }

    public static IsolationOptions IsolationOf(StorageOptions storage, IServiceProvider provider)
    {
        var commands = provider.GetRequiredService<ServicesOptions>().Commands;
        return new()
        {
            Mode = provider.GetRequiredService<ComputeOptions>().Isolation,
            RunRoot = provider.GetRequiredService<RunRoot>().FullName,
            Hidden = [storage.FullDataDirectory, .. SettingsFiles(), .. provider.GetServices<SecretFile>().Select(file => file.Path)],
            Users = commands.Index().Where(command => command.Item.User is not null)
                .ToDictionary(command => $"Services:{command.Index}:User", command => command.Item.User!),
            WantsLimits = commands.Any(command => command.MemoryBytes is not null),
            HasCommands = commands.Count > 0,
        };
    }

    /// <summary>A node that is root gives its runs away, to directories that others cannot come to from its data.</summary>
    private static bool MayHaveUsers(IServiceProvider provider) => OperatingSystem.IsLinux()
        && Environment.IsPrivilegedProcess
        && (provider.GetRequiredService<ComputeOptions>().Isolation != IsolationMode.None
            || provider.GetRequiredService<ServicesOptions>().Commands.Any(command => command.User is not null));

    /// <summary>Where runs have their directories, those of all nodes that share it.</summary>
    public static string Of(StorageOptions storage, IServiceProvider provider) =>
        provider.GetRequiredService<ComputeOptions>().RunDirectory is { } directory ? Path.GetFullPath(directory)
        : MayHaveUsers(provider) ? storage.FullDataDirectory.TrimEnd(Path.DirectorySeparatorChar) + Beside
        : storage.RunDirectory;

    private static string DirectoryOf(StorageOptions storage, IServiceProvider provider) => NodesOwn(storage, provider, Of(storage, provider));

    /// <summary>Nodes of a cluster may share a machine and a data directory, but not their runs.</summary>
    private static string NodesOwn(StorageOptions storage, IServiceProvider provider, string runs) => storage.Provider == StorageProvider.Sqlite
        ? runs
        : Path.Combine(runs, $"node-{Uri.EscapeDataString(provider.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName)}");

    /// <summary>They may hold passwords, and are often readable by all.</summary>
    private static IEnumerable<string> SettingsFiles() => new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }
        .Distinct()
        .SelectMany(directory => Directory.EnumerateFiles(directory, "appsettings*.json"));
}
