using System.Runtime.InteropServices;
using Switchyard.Compute.Files;

namespace Switchyard.Compute.Services;

/// <summary>Finds the regular files of <c>out/</c>, in any depth and by any name. What is left out is told in the log.</summary>
internal sealed class ResultWalk : ITreeVisitor
{
    private const int MostTold = 20;
    private const int LongestPath = 64 << 10;
    private const int MostSeen = 1_000_000;

    private readonly List<(byte[] Path, long Length)> _found = [];
    private readonly List<byte> _place = [];
    private readonly Stack<int> _lengths = [];
    private readonly ServiceRun _run;
    private readonly byte[]? _named;
    private readonly uint? _owner;
    private readonly int _most;
    private int _told;
    private int _seen;

    private ResultWalk(ServiceRun run, byte[]? named, uint? owner, int most)
    {
        (_run, _named, _owner, _most) = (run, named, owner, most);
    }

    /// <param name="named">The one that is wanted; null: all.</param>
    /// <returns>Their paths below <c>out/</c>; one more than is allowed is enough.</returns>
    /// <exception cref="ServiceFailedException">There is no end to it, or it cannot be read.</exception>
    public static List<(byte[] Path, long Length)> Find(ServiceRun run, byte[]? named, uint? owner, ResultLimits limits)
    {
        var walk = new ResultWalk(run, named, owner, limits.MaxEntries);
        TreeWalk.Go(run.Directory.Out, walk);
        return walk._found;
    }

    public void Visit(int directory, byte[] name)
    {
        Count();
        if (_found.Count > _most)
        {
            return;
        }

        var path = PathOf(name);
        switch (FileStatus.Of(directory, name))
        {
            // A second name of a file that the node may read, and the run may not.
            case { Kind: FileKind.Regular } file when _owner is { } owner && file.Owner != owner:
                Tell(path, "is another user's file and is left out of the result.");
                break;
            case { Kind: FileKind.Regular } file:
                if (_named is null || path.AsSpan().SequenceEqual(_named))
                {
                    _found.Add((path, file.Length));
                }

                break;
            case { Kind: FileKind.Link }:
                Tell(path, "is a link and is left out of the result.");
                break;
            default:
                Tell(path, "is no file and is left out of the result.");
                break;
        }
    }

    public bool Enter(int directory, byte[] name)
    {
        Count();
        _lengths.Push(_place.Count);
        if (_lengths.Count > 1)
        {
            _place.AddRange(name.AsSpan(0, name.Length - 1));
            _place.Add((byte)'/');
        }

        return _place.Count <= LongestPath
            ? true
            : throw new ServiceFailedException($"The command left a path of more than {LongestPath} bytes in out/.");
    }

    public void Leave(int directory, byte[] name)
    {
        var length = _lengths.Pop();
        _place.RemoveRange(length, _place.Count - length);
    }

    public void Refuse(byte[] name, int error) =>
        throw new ServiceFailedException($"out/{FileName.Show(CollectionsMarshal.AsSpan(_place))} cannot be read: {Marshal.GetPInvokeErrorMessage(error)}");

    private byte[] PathOf(byte[] name) => [.. _place, .. name.AsSpan(0, name.Length - 1)];

    private void Count()
    {
        if (++_seen > MostSeen)
        {
            throw new ServiceFailedException($"The command left more than {MostSeen} names in out/.");
        }
    }

    /// <summary>Its maker may not know what it is: a link may lead anywhere, a pipe has no end.</summary>
    private void Tell(byte[] path, string what)
    {
        if (++_told <= MostTold)
        {
            _run.Log.WriteLine($"out/{FileName.Show(path)} {what}");
        }
        else if (_told == MostTold + 1)
        {
            _run.Log.WriteLine("More of out/ is left out of the result.");
        }
    }
}
