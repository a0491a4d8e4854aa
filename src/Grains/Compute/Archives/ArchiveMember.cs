namespace Switchyard.Compute.Archives;

/// <summary>A member of an archive.</summary>
/// <param name="Name">Its whole path.</param>
/// <param name="Length">Its bytes, as the archive says.</param>
/// <param name="IsFile">Whether it is a regular file.</param>
internal readonly record struct ArchiveMember(string Name, long Length, bool IsFile);
