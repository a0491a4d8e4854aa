namespace Switchyard.Compute.Runs;

/// <summary>A run used more than it may, for the reason in the message, and was ended for it.</summary>
public sealed class RunLimitException(string message) : Exception(message);
