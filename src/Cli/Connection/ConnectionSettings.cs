using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Client;

namespace Switchyard.Cli.Connection;

/// <summary>Where the node is, and who asks: of the command line, else of the environment, else of a file.</summary>
/// <param name="Address">With what stands in it of a user.</param>
/// <param name="Key">Null: none.</param>
internal sealed record ConnectionSettings(Uri Address, string? Key)
{
    private const string Default = "http://127.0.0.1:5000";

    /// <param name="url">Null: it was not said.</param>
    /// <param name="keyFile">Null: it was not said.</param>
    /// <param name="configFile">Null: the one in the user's directory, where there is one.</param>
    /// <param name="environment">What a variable says; null: nothing.</param>
    /// <exception cref="SettingsException">Something of it does not go.</exception>
    public static ConnectionSettings Read(string? url, string? keyFile, string? configFile, Func<string, string?> environment)
    {
        var file = ReadFile(configFile ?? Said(environment("SWITCHYARD_CONFIG")), environment);
        var address = url ?? Said(environment("SWITCHYARD_URL")) ?? file.Url ?? Default;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new SettingsException($"The address '{address}' must begin with http:// or https://.");
        }

        var key = keyFile is not null ? ReadKey(keyFile)
            : Said(environment("SWITCHYARD_API_KEY")) ?? Said(environment("SWITCHYARD_KEY"))
            ?? (Said(environment("SWITCHYARD_KEY_FILE")) is { } named ? ReadKey(named) : null)
            ?? (file.KeyFile is { } kept ? ReadKey(kept) : null);
        return new(uri, key);
    }

    /// <summary>As the client takes them.</summary>
    public SwitchyardClientOptions ToOptions()
    {
        var options = new SwitchyardClientOptions { Address = Address, ApiKey = Key };
        if (Key is null && Address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password])
        {
            (options.User, options.Password) = (Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        }

        options.Address = Shown;
        return options;
    }

    /// <summary>The address without a user.</summary>
    public Uri Shown => new UriBuilder(Address) { UserName = "", Password = "" }.Uri;

    private static string ReadKey(string file)
    {
        try
        {
            return Said(File.ReadAllText(file).Trim()) ?? throw new SettingsException($"The file {file} is empty; it must hold a key.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The key cannot be read: {e.Message}");
        }
    }

    private static ConnectionFile ReadFile(string? named, Func<string, string?> environment)
    {
        var file = named ?? PathOf(environment);
        if (file is null || (named is null && !File.Exists(file)))
        {
            return new();
        }

        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize(stream, ConnectionJson.Default.ConnectionFile) ?? new();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SettingsException($"{file}: {e.Message}");
        }
    }

    private static string? PathOf(Func<string, string?> environment)
    {
        var home = Said(environment("XDG_CONFIG_HOME")) ?? (Said(environment("HOME")) is { } own ? Path.Join(own, ".config") : null);
        return home is null ? null : Path.Join(home, "switchyard", "config.json");
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>What stands in the file.</summary>
/// <param name="Url">The address.</param>
/// <param name="KeyFile">Where the key is.</param>
internal sealed record ConnectionFile(string? Url = null, string? KeyFile = null);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true)]
[JsonSerializable(typeof(ConnectionFile))]
internal sealed partial class ConnectionJson : JsonSerializerContext;
