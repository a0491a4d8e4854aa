namespace Switchyard.Compute.Archives;

/// <summary>What an archive holds, or why it is not taken.</summary>
/// <param name="Files">The files that a run would find, by name; empty when refused.</param>
/// <param name="Refusal">Null when it is taken.</param>
/// <param name="Message">The refusal in words.</param>
public sealed record UploadVerdict(IReadOnlyList<UploadedFile> Files, UploadRefusal? Refusal, string? Message);

/// <summary>A file of an upload.</summary>
/// <param name="Length">Bytes, unpacked.</param>
public readonly record struct UploadedFile(string Name, long Length);
