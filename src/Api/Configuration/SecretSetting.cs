using Switchyard.Hosting;

namespace Switchyard.Configuration;

/// <summary>
/// A secret that is given as a value, or as a file beside which no command line and no environment has it: the key with
/// <c>File</c> at its end.
/// </summary>
internal static class SecretSetting
{
    private const string Ending = "File";
    private const int LongestText = 64 << 10;

    /// <summary>What the key or its file says, without line ends behind it; null when neither is set.</summary>
    /// <exception cref="StartRefusedException">Both are set, or the file cannot be read.</exception>
    public static string? Read(IConfiguration configuration, string key) => Pick(key, configuration[key], configuration[key + Ending]);

    /// <inheritdoc cref="Read"/>
    public static string? Pick(string key, string? value, string? file)
    {
        if (string.IsNullOrEmpty(file))
        {
            return string.IsNullOrEmpty(value) ? null : value;
        }

        if (!string.IsNullOrEmpty(value))
        {
            throw StartRefusedException.Setting($"{key} and {key}{Ending} are both set: set one of them");
        }

        try
        {
            if (new FileInfo(file).Length > LongestText)
            {
                throw StartRefusedException.Setting($"{key}{Ending}: {file} has more than {LongestText} bytes");
            }

            return File.ReadAllText(file).TrimEnd('\r', '\n') is { Length: > 0 } text
                ? text
                : throw StartRefusedException.Setting($"{key}{Ending}: {file} is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw StartRefusedException.Setting($"{key}{Ending}: {file} cannot be read: {exception.Message}");
        }
    }

    /// <summary>The files that settings name, by a key that ends so: secrets, keys, certificates.</summary>
    public static IReadOnlyList<SecretFile> FilesOf(IConfiguration configuration) =>
    [
        .. configuration.AsEnumerable()
            .Where(setting => setting.Key.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) && setting.Value is { Length: > 0 } path && File.Exists(path))
            .Select(setting => new SecretFile(Path.GetFullPath(setting.Value!))),
    ];
}
