using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>Lists such as "none (1,0,0) (0, 1, 0)".</summary>
internal static class NrrdVectors
{
    public static Vector3D?[] Read(string field, string text, int count)
    {
        var vectors = new Vector3D?[count];
        var rest = text.AsSpan();
        for (var i = 0; i < count; i++)
        {
            rest = rest.TrimStart();
            var end = rest.IndexOf(')');
            if (rest.StartsWith("none", StringComparison.OrdinalIgnoreCase))
            {
                rest = rest["none".Length..];
            }
            else if (rest.StartsWith("(") && end > 0)
            {
                vectors[i] = Vector(field, rest[1..end].ToString());
                rest = rest[(end + 1)..];
            }
            else
            {
                throw Wrong(field, count);
            }
        }

        return rest.IsWhiteSpace() ? vectors : throw Wrong(field, count);
    }

    private static Vector3D Vector(string field, string text) =>
        text.Split(',') is [var x, var y, var z]
            ? new(HeaderText.Number(field, x), HeaderText.Number(field, y), HeaderText.Number(field, z))
            : throw new VolumeFormatException($"The vectors of the field \"{field}\" must have three numbers.");

    private static VolumeFormatException Wrong(string field, int count) => new($"The field \"{field}\" must have {count} vectors.");
}
