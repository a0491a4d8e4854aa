namespace Switchyard.Hosting;

/// <summary>A file that a secret setting was read from: runs are not to see it.</summary>
/// <param name="Path">From the root.</param>
public sealed record SecretFile(string Path);
