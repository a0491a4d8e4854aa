namespace Switchyard.Configuration;

/// <summary>A secret that is told as it is, or by the name of a file that holds it, so that no command line need have it.</summary>
internal static class SecretSetting
{
    private const int Longest = 64 * 1024;

    /// <param name="key">Of the value; that of the file ends with <c>File</c>.</param>
    /// <returns>Null when neither is set. Line ends behind the secret are no part of it.</returns>
    /// <exception cref="StartRefusedException">Both are set, or the file cannot be read or is empty.</exception>
    public static string? Read(string key, string? value, string? file)
    {
        if (file is null)
        {
            return value;
        }

        if (value is not null)
        {
            throw StartRefusedException.Setting($"{key} and {key}File are both set: set one of them");
        }

        try
        {
            if (new FileInfo(file).Length > Longest)
            {
                throw StartRefusedException.Setting($"{key}File: {file} is too long for a secret");
            }

            return File.ReadAllText(file).TrimEnd('\r', '\n') is { Length: > 0 } secret
                ? secret
                : throw StartRefusedException.Setting($"{key}File: {file} is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StartRefusedException.Setting($"{key}File: {file} cannot be read: {exception.Message}");
        }
    }
}
