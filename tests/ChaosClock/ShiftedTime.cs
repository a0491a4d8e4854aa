using System.IO.MemoryMappedFiles;

namespace Switchyard.ChaosClock;

/// <summary>The system's time, off by what a mapped file says. Timers and what is measured are not: a clock that is set does not run faster.</summary>
internal sealed class ShiftedTime(string file) : TimeProvider, IDisposable
{
    private readonly MemoryMappedViewAccessor _shift = MemoryMappedFile
        .CreateFromFile(
            File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite),
            null, sizeof(long), MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false)
        .CreateViewAccessor(0, sizeof(long), MemoryMappedFileAccess.Read);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(_shift.ReadInt64(0));

    public void Dispose() => _shift.Dispose();
}
