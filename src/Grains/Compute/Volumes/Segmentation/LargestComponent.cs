namespace Switchyard.Compute.Volumes.Segmentation;

/// <summary>
/// Keeps the largest part of a mask whose voxels touch by their faces. Of equally large ones the first in memory is kept. Beside
/// the mask it takes at most four bytes a voxel: one plane of labels, and two bytes a voxel for a mask like a chessboard.
/// </summary>
public static class LargestComponent
{
    /// <summary>Sets every voxel of <paramref name="mask"/> outside its largest component to zero.</summary>
    /// <returns>The voxels of that component; 0 for an empty mask.</returns>
    public static int Keep(Span<byte> mask, VolumeSize size, CancellationToken cancellation = default)
    {
        if (mask.Length != size.Count)
        {
            throw new ArgumentException($"{mask.Length} bytes are not {size} voxels.", nameof(mask));
        }

        size = Folded(size);
        var labels = new ComponentLabels();
        Sweep(mask, size, labels, cancellation);
        var largest = labels.Largest();
        if (largest < 0)
        {
            return 0;
        }

        // The same sweep finds the same labels again, which saves keeping one for each voxel.
        labels.Replay();
        Sweep(mask, size, labels, cancellation, largest);
        return labels.SizeOf(largest);
    }

    private static void Sweep(Span<byte> mask, VolumeSize size, ComponentLabels labels, CancellationToken cancellation, int keep = -1)
    {
        // Holds, at each place, the label of this plane once passed and of the plane below until then.
        var plane = new int[size.X * size.Y];
        Array.Fill(plane, -1);
        var voxel = 0;
        for (var z = 0; z < size.Z; z++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int y = 0, place = 0; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++, place++, voxel++)
                {
                    if (mask[voxel] == 0)
                    {
                        plane[place] = -1;
                        continue;
                    }

                    plane[place] = labels.Visit(plane[place], y > 0 ? plane[place - size.X] : -1, x > 0 ? plane[place - 1] : -1);
                    if (keep >= 0 && labels.RootOf(plane[place]) != keep)
                    {
                        mask[voxel] = 0;
                    }
                }
            }
        }
    }

    // Axes of length one go first: they change nothing, and a flat volume then needs one row of labels, not a whole plane.
    private static VolumeSize Folded(VolumeSize size)
    {
        int[] spans = [.. new[] { size.X, size.Y, size.Z }.Where(length => length > 1)];
        return spans switch
        {
            [var x, var y, var z] => new(x, y, z),
            [var x, var y] => new(x, 1, y),
            [var x] => new(1, 1, x),
            _ => new(1, 1, 1),
        };
    }
}
