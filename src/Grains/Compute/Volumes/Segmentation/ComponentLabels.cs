namespace Switchyard.Compute.Volumes.Segmentation;

/// <summary>Labels that turn out to be one component are joined (union-find, by size).</summary>
internal sealed class ComponentLabels
{
    // A joined label points to another; a root holds minus its voxels.
    private int[] _links = new int[64];
    private int _used;
    private bool _replaying;

    /// <summary>The label of a voxel whose neighbours have these labels (-1: not in the mask); a new one when it has none.</summary>
    public int Visit(int below, int behind, int left)
    {
        var label = below >= 0 ? below : behind >= 0 ? behind : left;
        if (label < 0)
        {
            return New();
        }

        if (!_replaying)
        {
            Join(label, behind);
            Join(label, left);
            _links[RootOf(label)]--;
        }

        return label;
    }

    /// <summary>From here on labels are given out as before, and nothing is counted or joined again.</summary>
    public void Replay() => (_used, _replaying) = (0, true);

    public int RootOf(int label)
    {
        while (_links[label] >= 0)
        {
            var parent = _links[label];
            if (_links[parent] >= 0)
            {
                _links[label] = _links[parent];
            }

            label = parent;
        }

        return label;
    }

    /// <summary>The voxels of a root.</summary>
    public int SizeOf(int root) => -_links[root];

    /// <summary>The root of the largest component, of the first among equals; -1 when there is none.</summary>
    public int Largest()
    {
        var largest = -1;
        for (var label = 0; label < _used; label++)
        {
            var root = RootOf(label);
            largest = largest < 0 || SizeOf(root) > SizeOf(largest) ? root : largest;
        }

        return largest;
    }

    private int New()
    {
        if (!_replaying)
        {
            if (_used == _links.Length)
            {
                Array.Resize(ref _links, (int)Math.Min(2L * _used, Array.MaxLength));
            }

            _links[_used] = -1;
        }

        return _used++;
    }

    private void Join(int label, int other)
    {
        if (other < 0)
        {
            return;
        }

        var (larger, smaller) = (RootOf(label), RootOf(other));
        if (larger == smaller)
        {
            return;
        }

        if (SizeOf(larger) < SizeOf(smaller))
        {
            (larger, smaller) = (smaller, larger);
        }

        _links[larger] += _links[smaller];
        _links[smaller] = larger;
    }
}
