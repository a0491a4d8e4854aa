using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Compute.Volumes.Segmentation;

namespace Switchyard.Compute.Volumes;

public sealed class LargestComponentTests
{
    private static Gen<(VolumeSize Size, byte[] Mask)> Masks { get; } =
        from x in Gen.Choose(1, 9)
        from y in Gen.Choose(1, 9)
        from z in Gen.Choose(1, 9)
        from density in Gen.Choose(1, 9)
        from voxels in Gen.ArrayOf(Gen.Choose(0, 9), x * y * z)
        select (new VolumeSize(x, y, z), Array.ConvertAll(voxels, voxel => (byte)(voxel < density ? 1 : 0)));

    [Property(MaxTest = 1000)]
    public Property It_keeps_what_flooding_voxel_by_voxel_keeps() => Prop.ForAll(
        Arb.From(Masks),
        sample =>
        {
            var kept = (byte[])sample.Mask.Clone();
            var count = LargestComponent.Keep(kept, sample.Size);
            var expected = Flooded(sample.Mask, sample.Size);
            return kept.SequenceEqual(expected) && count == expected.Count(voxel => voxel == 1);
        });

    [Fact]
    public void Corners_do_not_connect()
    {
        // Two voxels that touch by an edge, one by a corner, and a pair: the pair wins.
        byte[] mask = [1, 0, 0, 0, 1, 0, 0, 0, 0, /**/ 0, 0, 0, 0, 0, 0, 1, 0, 1, /**/ 0, 0, 0, 0, 0, 0, 0, 0, 1];
        Assert.Equal(2, LargestComponent.Keep(mask, new(3, 3, 3), TestContext.Current.CancellationToken));
        Assert.Equal([17, 26], mask.Index().Where(voxel => voxel.Item == 1).Select(voxel => voxel.Index));
    }

    [Fact]
    public void A_chessboard_takes_at_most_four_bytes_a_voxel()
    {
        var size = new VolumeSize(64, 64, 64);
        var mask = new byte[size.Count];
        for (var i = 0; i < mask.Length; i++)
        {
            mask[i] = (byte)((i + (i / 64) + (i / 4096)) & 1);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1, LargestComponent.Keep(mask, size, TestContext.Current.CancellationToken));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 6 * size.Count);
        Assert.Equal(1, mask.Sum(voxel => voxel));
        Assert.Equal(1, mask[1]);
    }

    private static byte[] Flooded(byte[] mask, VolumeSize size)
    {
        var best = new List<int>();
        var seen = new HashSet<int>();
        for (var start = 0; start < mask.Length; start++)
        {
            if (mask[start] == 0 || !seen.Add(start))
            {
                continue;
            }

            List<int> component = [start];
            for (var next = 0; next < component.Count; next++)
            {
                component.AddRange(Neighbours(component[next], size).Where(voxel => mask[voxel] == 1 && seen.Add(voxel)));
            }

            best = component.Count > best.Count ? component : best;
        }

        return [.. Enumerable.Range(0, mask.Length).Select(voxel => (byte)(best.Contains(voxel) ? 1 : 0))];
    }

    private static IEnumerable<int> Neighbours(int voxel, VolumeSize size)
    {
        var (x, y, z) = (voxel % size.X, voxel / size.X % size.Y, voxel / size.X / size.Y);
        return from step in new[] { (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1) }
               let to = (X: x + step.Item1, Y: y + step.Item2, Z: z + step.Item3)
               where to.X >= 0 && to.X < size.X && to.Y >= 0 && to.Y < size.Y && to.Z >= 0 && to.Z < size.Z
               select (((to.Z * size.Y) + to.Y) * size.X) + to.X;
    }
}
