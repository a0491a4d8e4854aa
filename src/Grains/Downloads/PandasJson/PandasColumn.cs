using System.Buffers;
using Switchyard.Compute;

namespace Switchyard.Downloads.PandasJson;

/// <summary>The cells of one column, in their JSON.</summary>
internal sealed class PandasColumn : IAsyncDisposable
{
    /// <summary>Bytes that a column keeps in memory; what a single longer cell needed is given back with the end of its row.</summary>
    public const int MostKept = 1 << 16;

    private readonly string _directory;
    private ArrayBufferWriter<byte> _kept = new();
    private FileStream? _file;

    internal PandasColumn(string directory, string name)
    {
        _directory = directory;
        Name = name;
    }

    public string Name { get; }

    internal long Cells { get; private set; }

    /// <summary>pandas' null: NULL, NaN, NaT.</summary>
    public void AddNull() => PandasValue.WriteNull(Cell());

    public void Add(bool value) => PandasValue.Write(Cell(), value);

    public void Add(long value) => PandasValue.Write(Cell(), value);

    /// <summary>Numbers that are not finite become null.</summary>
    public void Add(double value) => PandasFloat.Write(Cell(), value);

    public void Add(string value) => PandasText.Write(Cell(), value);

    /// <summary>An array of text; its elements may be null.</summary>
    public void Add(IReadOnlyList<string?> values) => PandasValue.Write(Cell(), values);

    /// <summary>A point in time without a zone: whatever its kind, its clock is read as UTC.</summary>
    public void Add(DateTime value) => PandasValue.Write(Cell(), value);

    /// <summary>Moves what is too much for memory to the file.</summary>
    internal async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        if (_kept.WrittenCount < MostKept)
        {
            return;
        }

        _file ??= ScratchFile.Open(_directory);
        await _file.WriteAsync(_kept.WrittenMemory, cancellationToken);
        if (_kept.Capacity > 2 * MostKept)
        {
            _kept = new ArrayBufferWriter<byte>();
        }

        _kept.ResetWrittenCount();
    }

    internal async Task WriteToAsync(Stream output, bool isFirst, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Head(isFirst), cancellationToken);
        if (_file is not null)
        {
            _file.Position = 0;
            await _file.CopyToAsync(output, cancellationToken);
        }

        await output.WriteAsync(_kept.WrittenMemory, cancellationToken);
        await output.WriteAsync("}"u8.ToArray(), cancellationToken);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;

    private ReadOnlyMemory<byte> Head(bool isFirst)
    {
        var head = new ArrayBufferWriter<byte>();
        head.Write(isFirst ? ""u8 : ","u8);
        PandasText.Write(head, Name);
        head.Write(":{"u8);
        return head.WrittenMemory;
    }

    /// <summary>The key of the next cell is written; its value follows.</summary>
    private ArrayBufferWriter<byte> Cell()
    {
        _kept.Write(Cells == 0 ? "\""u8 : ",\""u8);
        PandasValue.Write(_kept, Cells++);
        _kept.Write("\":"u8);
        return _kept;
    }
}
