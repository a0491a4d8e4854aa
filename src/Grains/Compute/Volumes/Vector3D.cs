namespace Switchyard.Compute.Volumes;

/// <summary>A point or a direction in space.</summary>
public readonly record struct Vector3D(double X, double Y, double Z)
{
    public double Length => Math.Sqrt(Dot(this));

    public double Dot(Vector3D other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);

    public Vector3D Cross(Vector3D other) =>
        new((Y * other.Z) - (Z * other.Y), (Z * other.X) - (X * other.Z), (X * other.Y) - (Y * other.X));

    public static Vector3D operator +(Vector3D left, Vector3D right) => new(left.X + right.X, left.Y + right.Y, left.Z + right.Z);

    public static Vector3D operator -(Vector3D value) => new(-value.X, -value.Y, -value.Z);

    public static Vector3D operator *(Vector3D value, double factor) => new(value.X * factor, value.Y * factor, value.Z * factor);
}
