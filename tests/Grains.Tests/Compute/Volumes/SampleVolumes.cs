using FsCheck;
using FsCheck.Fluent;

namespace Switchyard.Compute.Volumes;

/// <summary>Generated volumes.</summary>
public static class SampleVolumes
{
    public static VolumeGeometry Plain { get; } = new(default, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));

    /// <summary>Turned, mirrored, stretched and moved; orthogonal, as every format can say.</summary>
    public static Gen<VolumeGeometry> Geometries { get; } =
        from a in Angles
        from b in Angles
        from c in Angles
        from x in Spacings
        from y in Spacings
        from z in Spacings
        from mirrored in Gen.Elements(1, -1)
        from origin in Gen.Three(Gen.Choose(-30000, 30000))
        select Turned(a, b, c, new Vector3D(x, y, z * mirrored), new Vector3D(origin.Item1 / 100.0, origin.Item2 / 100.0, origin.Item3 / 100.0));

    public static Gen<Volume> Volumes { get; } =
        from x in Gen.Choose(1, 7)
        from y in Gen.Choose(1, 6)
        from z in Gen.Choose(1, 5)
        from type in Gen.Elements(Enum.GetValues<VoxelType>())
        from bytes in Gen.ArrayOf(Gen.Choose(0, 255), x * y * z * type.Bytes())
        from geometry in Geometries
        select new Volume(new(x, y, z), type, geometry, Array.ConvertAll(bytes, b => (byte)b));

    private static Gen<double> Angles => Gen.Choose(0, 3600).Select(tenth => tenth / 10.0 * Math.PI / 180);

    private static Gen<double> Spacings => Gen.Choose(1, 500).Select(percent => percent / 100.0);

    public static Arbitrary<Volume> Volume() => Arb.From(Volumes);

    public static Volume Of(VolumeSize size, Func<int, int, int, float> value, VolumeGeometry? geometry = null)
    {
        var values = new float[size.Count];
        var i = 0;
        for (var z = 0; z < size.Z; z++)
        {
            for (var y = 0; y < size.Y; y++)
            {
                for (var x = 0; x < size.X; x++)
                {
                    values[i++] = value(x, y, z);
                }
            }
        }

        return Of(size, VoxelType.F32, values, geometry);
    }

    public static Volume Of<T>(VolumeSize size, VoxelType type, T[] values, VolumeGeometry? geometry = null)
        where T : unmanaged =>
        new(size, type, geometry ?? Plain, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    public static VolumeGeometry Turned(double a, double b, double c, Vector3D steps, Vector3D origin)
    {
        Vector3D Turn(Vector3D v)
        {
            v = new(v.X, (v.Y * Math.Cos(a)) - (v.Z * Math.Sin(a)), (v.Y * Math.Sin(a)) + (v.Z * Math.Cos(a)));
            v = new((v.X * Math.Cos(b)) + (v.Z * Math.Sin(b)), v.Y, (v.Z * Math.Cos(b)) - (v.X * Math.Sin(b)));
            return new((v.X * Math.Cos(c)) - (v.Y * Math.Sin(c)), (v.X * Math.Sin(c)) + (v.Y * Math.Cos(c)), v.Z);
        }

        return new(origin, Turn(new(steps.X, 0, 0)), Turn(new(0, steps.Y, 0)), Turn(new(0, 0, steps.Z)))
        {
            Unit = LengthUnit.Millimetre,
            Space = CoordinateSpace.Scanner,
        };
    }

    /// <summary>Whether both put the corners of a volume at the same places, to <paramref name="tolerance"/> of its unit.</summary>
    public static bool SamePlaces(Volume one, Volume other, double tolerance) =>
        one.Size == other.Size && Corners(one.Size).All(corner =>
            Near(one.Geometry.ToWorld(corner.X, corner.Y, corner.Z), other.Geometry.ToWorld(corner.X, corner.Y, corner.Z), tolerance));

    public static bool Near(Vector3D one, Vector3D other, double tolerance) => (one + -other).Length <= tolerance;

    private static IEnumerable<(int X, int Y, int Z)> Corners(VolumeSize size) =>
        from x in new[] { 0, size.X - 1 } from y in new[] { 0, size.Y - 1 } from z in new[] { 0, size.Z - 1 } select (x, y, z);
}
