namespace Switchyard.Compute.Volumes.Nifti;

/// <summary>Rotations as NIfTI's qform stores them: b, c, d of a unit quaternion whose a is not negative.</summary>
internal static class Rotation
{
    private const double Tolerance = 1e-4;

    /// <summary>The three columns of the rotation's matrix.</summary>
    public static (Vector3D X, Vector3D Y, Vector3D Z) FromQuaternion(Vector3D imaginary)
    {
        var squared = imaginary.Dot(imaginary);
        var a = Math.Sqrt(Math.Max(0, 1 - squared));
        var (b, c, d) = squared > 1 ? imaginary * (1 / Math.Sqrt(squared)) : imaginary;
        return (
            new((a * a) + (b * b) - (c * c) - (d * d), 2 * ((b * c) + (a * d)), 2 * ((b * d) - (a * c))),
            new(2 * ((b * c) - (a * d)), (a * a) + (c * c) - (b * b) - (d * d), 2 * ((c * d) + (a * b))),
            new(2 * ((b * d) + (a * c)), 2 * ((c * d) - (a * b)), (a * a) + (d * d) - (b * b) - (c * c)));
    }

    /// <summary>b, c, d for columns that are right-handed and of length one.</summary>
    public static Vector3D ToQuaternion(Vector3D x, Vector3D y, Vector3D z)
    {
        // The largest of the four is found first: dividing by a small one would lose digits.
        Span<double> squares =
        [
            1 + x.X + y.Y + z.Z,
            1 + x.X - y.Y - z.Z,
            1 - x.X + y.Y - z.Z,
            1 - x.X - y.Y + z.Z,
        ];
        var largest = 0;
        for (var i = 1; i < squares.Length; i++)
        {
            largest = squares[i] > squares[largest] ? i : largest;
        }

        var twice = Math.Sqrt(squares[largest]);
        var (half, share) = (twice / 2, 1 / (2 * twice));
        var (a, imaginary) = largest switch
        {
            0 => (half, new Vector3D(y.Z - z.Y, z.X - x.Z, x.Y - y.X) * share),
            1 => ((y.Z - z.Y) * share, new Vector3D(half, (x.Y + y.X) * share, (z.X + x.Z) * share)),
            2 => ((z.X - x.Z) * share, new Vector3D((x.Y + y.X) * share, half, (y.Z + z.Y) * share)),
            _ => ((x.Y - y.X) * share, new Vector3D((z.X + x.Z) * share, (y.Z + z.Y) * share, half)),
        };
        return a < 0 ? -imaginary : imaginary;
    }

    /// <summary>Whether directions of length one are at right angles, as far as single precision can say.</summary>
    public static bool IsRightAngled(Vector3D x, Vector3D y, Vector3D z) =>
        Math.Abs(x.Dot(y)) < Tolerance && Math.Abs(y.Dot(z)) < Tolerance && Math.Abs(z.Dot(x)) < Tolerance;
}
