using System.Runtime.InteropServices;
using System.Text;

namespace Switchyard.Tables.Rules;

/// <summary>
/// The stored form of <see cref="TargetTable"/>: a version byte, then CEA, CTA and CPA, each a count and its targets. A new
/// version adds a case to <see cref="Read"/>; the old ones stay, because stored tables are never rewritten for it.
/// </summary>
internal static class TargetTableFormat
{
    private const byte Version = 1;
    private const int Tasks = 3;

    public static byte[] Write(Target[][] tasks)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        foreach (var targets in tasks)
        {
            writer.Write7BitEncodedInt(targets.Length);
            foreach (var target in targets)
            {
                writer.Write7BitEncodedInt(target.First);
                writer.Write7BitEncodedInt(target.Second);

                // 0: not mapped, and no text follows.
                writer.Write7BitEncodedInt64(target.Origin + 1 ?? 0);
                if (target.Mapped is not null)
                {
                    writer.Write(target.Mapped);
                }
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    public static Target[][] Read(ReadOnlyMemory<byte> bytes)
    {
        using var stream = Open(bytes);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            return reader.ReadByte() switch
            {
                Version => [.. Enumerable.Range(0, Tasks).Select(_ => ReadTargets(reader))],
                var version => throw new InvalidDataException($"Targets are stored in version {version}, which is not known here."),
            };
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The stored targets are damaged.", e);
        }
    }

    private static Target[] ReadTargets(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();

        // A target takes three bytes at least: a damaged count must not become an allocation.
        if (count < 0 || count > (reader.BaseStream.Length - reader.BaseStream.Position) / 3)
        {
            throw new InvalidDataException("The stored targets are damaged: a count is out of range.");
        }

        var targets = new Target[count];
        for (var i = 0; i < count; i++)
        {
            var first = reader.Read7BitEncodedInt();
            var second = reader.Read7BitEncodedInt();
            var origin = reader.Read7BitEncodedInt64();
            targets[i] = origin == 0 ? new(first, second, null, null) : new(first, second, reader.ReadString(), origin - 1);
        }

        return targets;
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
