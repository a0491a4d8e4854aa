namespace Switchyard.Chaos.Clients;

/// <summary>A call that failed more than once, or that took longer than a client should wait.</summary>
/// <param name="Ended">When its answer came; of a call that may be held, when the time that was answered was sent.</param>
/// <param name="Failures">How often it was refused, cut off or not answered. A client that tries once more bears one.</param>
internal sealed record Trouble(string Door, string Path, long Begun, long Ended, int Failures, string? Why);
