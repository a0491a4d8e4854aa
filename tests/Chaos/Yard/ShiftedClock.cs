using System.IO.MemoryMappedFiles;

namespace Switchyard.Chaos.Yard;

/// <summary>
/// A node's clock, which can be set wrong while it runs: a number in a file that both processes map. The node reads it by
/// the start-up hook in <c>tests/ChaosClock</c>, so that the product has nothing for it.
/// </summary>
internal sealed class ShiftedClock : IDisposable
{
    private const string FileVariable = "SWITCHYARD_CHAOS_CLOCK";
    private const string HookVariable = "DOTNET_STARTUP_HOOKS";

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private long _setAt;

    public ShiftedClock(string path)
    {
        _path = path;
        _file = MemoryMappedFile.CreateFromFile(
            File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite),
            null, sizeof(long), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, sizeof(long));
    }

    /// <summary>How far the node is before the true time; negative: behind.</summary>
    public TimeSpan Shift
    {
        get => TimeSpan.FromTicks(_view.ReadInt64(0));
        set
        {
            Volatile.Write(ref _setAt, TimeProvider.System.GetTimestamp());
            _view.Write(0, value.Ticks);
        }
    }

    /// <summary>When it was last known to be wrong, as a timestamp of the system's; 0: never.</summary>
    public long WrongAt => Shift == TimeSpan.Zero ? Volatile.Read(ref _setAt) : TimeProvider.System.GetTimestamp();

    public void AddTo(IDictionary<string, string> environment)
    {
        environment[FileVariable] = _path;
        environment[HookVariable] = Path.Combine(AppContext.BaseDirectory, "Switchyard.ChaosClock.dll");
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
