namespace Switchyard.Compute;

/// <summary>Where an item is, was, or waits to be run, and how that went.</summary>
/// <param name="Source">The source's name, or name@node where several have the name; null until it is placed.</param>
/// <param name="Position">Its place among those that wait at its source, from 1, as in what people read; null when it waits at none.</param>
/// <param name="ExitCode">Of the newest run's process.</param>
/// <param name="Log">The newest run's output, so far while it runs.</param>
internal sealed record SourceRun(string? Source, int? Position, int? ExitCode, string? Log);
