namespace Switchyard.Chaos.Clients;

/// <summary>No node answered a call for as long as a client waits: the run has failed, whatever else is found.</summary>
internal sealed class UnansweredException(string message) : Exception(message);
