namespace Switchyard.Cli.Connection;

/// <summary>Where the node is, or who asks, is not said as it must be.</summary>
internal sealed class SettingsException(string message) : Exception(message);
