using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Commands;

/// <summary>The options of a command among the node's settings, as <c>--name value</c> or <c>--name=value</c>.</summary>
internal static class CommandOptions
{
    /// <returns>The values of the command's own options, by name; and the arguments that are settings.</returns>
    /// <exception cref="StartRefusedException">An option has no value, or comes twice; or an argument is no option.</exception>
    public static (IReadOnlyDictionary<string, string> Options, string[] Settings) Split(string[] args, params string[] names)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new List<string>();
        for (var place = 0; place < args.Length; place++)
        {
            var (name, value) = args[place].Split('=', 2) is [var before, var after] ? (before, after) : (args[place], null);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                throw StartRefusedException.Setting($"{name} is no option: options begin with --");
            }

            value ??= place + 1 < args.Length && !args[place + 1].StartsWith("--", StringComparison.Ordinal)
                ? args[++place]
                : throw StartRefusedException.Setting($"{name} has no value");
            if (!names.Contains(name[2..], StringComparer.Ordinal))
            {
                settings.Add($"{name}={value}");
            }
            else if (!options.TryAdd(name[2..], value))
            {
                throw StartRefusedException.Setting($"{name} comes twice");
            }
        }

        return (options, [.. settings]);
    }

    /// <summary>Where the node of these settings keeps everything.</summary>
    /// <param name="config">Of <c>--config</c>; null: none.</param>
    /// <exception cref="StartRefusedException">A setting is wrong, or not known.</exception>
    public static StorageOptions ReadStorage(string[] settings, string? config)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        SettingsFiles.AddTo(builder, config);
        SettingsFiles.RefuseUnknown(builder.Configuration, FrontDoors.Names);
        return NodeSettings.ReadStorage(builder.Configuration);
    }
}
