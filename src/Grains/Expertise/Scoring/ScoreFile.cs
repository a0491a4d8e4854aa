using System.Buffers;

namespace Switchyard.Expertise.Scoring;

/// <summary>A score file as it is written, some lines at a time.</summary>
internal sealed class ScoreFile(string path) : IDisposable
{
    private const int Enough = 1 << 16;

    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly ArrayBufferWriter<byte> _lines = new(2 * Enough);

    public void Add(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, double score)
    {
        ScoreLine.Write(_lines, first, second, score);
        FlushIf(_lines.WrittenCount >= Enough);
    }

    /// <summary>Adds lines that are complete.</summary>
    public void Add(ReadOnlySpan<byte> lines)
    {
        _lines.Write(lines);
        FlushIf(_lines.WrittenCount >= Enough);
    }

    public void Dispose()
    {
        FlushIf(true);
        _file.Dispose();
    }

    private void FlushIf(bool due)
    {
        if (due)
        {
            _file.Write(_lines.WrittenSpan);
            _lines.ResetWrittenCount();
        }
    }
}
