namespace Switchyard.Compute.Services;

/// <summary>A run failed for the reason in the message, which its client reads.</summary>
public sealed class ServiceFailedException(string message) : Exception(message);
