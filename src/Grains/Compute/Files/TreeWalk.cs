using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Switchyard.Compute.Files;

/// <summary>What is done on a way through a tree. Names end with a zero, and hold for the open directory that comes with them.</summary>
internal interface ITreeVisitor
{
    /// <summary>Something that is no directory. A link is not followed.</summary>
    void Visit(int directory, byte[] name);

    /// <summary>Before what is in a directory.</summary>
    /// <returns>Whether to go in.</returns>
    bool Enter(int directory, byte[] name);

    /// <summary>After all that is in it, also when it was refused.</summary>
    void Leave(int directory, byte[] name);

    /// <summary>It cannot be entered or read.</summary>
    /// <param name="error">The system's number.</param>
    void Refuse(byte[] name, int error);
}

/// <summary>
/// Goes through a directory, whatever foreign programs made of it: with names that are no text, deeper than a path or a stack
/// can be, locked by their maker. One directory is open at a time.
/// </summary>
internal static class TreeWalk
{
    private const byte UnknownType = 0;
    private const byte DirectoryType = 4;
    private const int HeaderLength = 19;
    private const uint OwnerAll = 0x1C0;
    private static readonly byte[] Itself = [0];
    private static readonly byte[] Parent = "..\0"u8.ToArray();

    /// <exception cref="IOException">The tree changes under the walk, which ends before it leads out of it.</exception>
    public static void Go(string root, ITreeVisitor visitor)
    {
        var name = FileName.Of(root);
        if (!visitor.Enter(LinuxCalls.WorkingDirectory, name))
        {
            return;
        }

        var current = Open(LinuxCalls.WorkingDirectory, name);
        if (current < 0)
        {
            visitor.Refuse(name, Marshal.GetLastPInvokeError());
            visitor.Leave(LinuxCalls.WorkingDirectory, name);
            return;
        }

        var levels = new Stack<Level>();
        try
        {
            levels.Push(Read(current, name, visitor));
            while (levels.TryPeek(out var level))
            {
                if (level.Below.TryDequeue(out var below))
                {
                    Descend(ref current, below, levels, visitor);
                    continue;
                }

                levels.Pop();
                if (levels.TryPeek(out var above))
                {
                    Ascend(ref current, above.Place);
                    visitor.Leave(current, level.Name);
                }
            }
        }
        finally
        {
            _ = LinuxCalls.Close(current);
        }

        visitor.Leave(LinuxCalls.WorkingDirectory, name);
    }

    private static void Descend(ref int current, byte[] name, Stack<Level> levels, ITreeVisitor visitor)
    {
        if (!visitor.Enter(current, name))
        {
            return;
        }

        var below = Open(current, name);
        if (below < 0)
        {
            visitor.Refuse(name, Marshal.GetLastPInvokeError());
            visitor.Leave(current, name);
            return;
        }

        _ = LinuxCalls.Close(current);
        current = below;
        levels.Push(Read(current, name, visitor));
    }

    /// <remarks>A directory that was moved away has another parent: what is done there would be done outside.</remarks>
    private static void Ascend(ref int current, (ulong, ulong) place)
    {
        var above = LinuxCalls.OpenAt(current, Parent, LinuxCalls.PlaceOnly | LinuxCalls.DirectoryOnly | LinuxCalls.Reading, 0);
        if (above < 0 || FileStatus.Of(above, Itself)?.Place != place)
        {
            _ = above < 0 ? 0 : LinuxCalls.Close(above);
            throw new IOException("The directory was moved while it was read.");
        }

        _ = LinuxCalls.Close(current);
        current = above;
    }

    /// <summary>A command may have locked its own directories.</summary>
    private static int Open(int directory, byte[] name)
    {
        var flags = LinuxCalls.DirectoryOnly | LinuxCalls.NoLink | LinuxCalls.Reading;
        var opened = LinuxCalls.OpenAt(directory, name, flags, 0);
        if (opened >= 0 || Marshal.GetLastPInvokeError() != LinuxCalls.NotAllowed)
        {
            return opened;
        }

        return FileStatus.Of(directory, name) is { Kind: FileKind.Directory } && LinuxCalls.ChangeModeAt(directory, name, OwnerAll, 0) == 0
            ? LinuxCalls.OpenAt(directory, name, flags, 0)
            : Denied();
    }

    private static int Denied()
    {
        Marshal.SetLastPInvokeError(LinuxCalls.NotAllowed);
        return -1;
    }

    /// <summary>Visits what is in the open directory, and keeps the directories for later.</summary>
    private static Level Read(int directory, byte[] name, ITreeVisitor visitor)
    {
        var below = new Queue<byte[]>();
        var entries = new byte[32 << 10];
        nint length;
        while ((length = LinuxCalls.ReadEntries(directory, entries, entries.Length)) > 0)
        {
            for (var at = 0; at < length; at += BinaryPrimitives.ReadUInt16LittleEndian(entries.AsSpan(at + 16)))
            {
                var entry = entries.AsSpan(at + HeaderLength);
                var child = entry[..(entry.IndexOf((byte)0) + 1)].ToArray();
                if (child is [(byte)'.', 0] or [(byte)'.', (byte)'.', 0])
                {
                    continue;
                }

                if (entries[at + 18] is var type && (type == DirectoryType || (type == UnknownType && FileStatus.Of(directory, child)?.Kind == FileKind.Directory)))
                {
                    below.Enqueue(child);
                }
                else
                {
                    visitor.Visit(directory, child);
                }
            }
        }

        if (length < 0)
        {
            visitor.Refuse(name, Marshal.GetLastPInvokeError());
        }

        return new(name, FileStatus.Of(directory, Itself)?.Place ?? default, below);
    }

    private sealed record Level(byte[] Name, (ulong, ulong) Place, Queue<byte[]> Below);
}
