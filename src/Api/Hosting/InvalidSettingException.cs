namespace Switchyard.Hosting;

/// <summary>A configuration value that stops the start. The message is one line that begins with the key.</summary>
public sealed class InvalidSettingException(string key, string problem) : Exception($"{key}: {problem}")
{
    public string Key { get; } = key;
}
