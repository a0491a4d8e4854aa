namespace Switchyard.Cli.Running;

/// <summary>What was asked for cannot be done as it was said.</summary>
internal sealed class UsageException(string message) : Exception(message);
