using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.MetaImage;

/// <summary>The "Name = value" lines before a MetaImage's voxels. Of a field given twice the last counts.</summary>
internal sealed class MetaImageFields
{
    /// <summary>The field after which the voxels begin.</summary>
    public const string Last = "ElementDataFile";

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public static MetaImageFields Read(VolumeInput input, VolumeLimits limits)
    {
        var fields = new MetaImageFields();
        var budget = limits.MaxHeaderBytes;
        while (!fields._values.ContainsKey(Last))
        {
            var line = input.ReadLine(ref budget) ?? throw new VolumeFormatException("The file ends within its MetaImage header.");
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
            {
                fields._values[line[..equals].Trim()] = line[(equals + 1)..].Trim();
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                throw new VolumeFormatException("The MetaImage header has a line without \"=\".");
            }
        }

        return fields;
    }

    /// <summary>The value under the first of these names that is there.</summary>
    public string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_values.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return null;
    }

    public string Required(string name) =>
        Find(name) ?? throw new VolumeFormatException($"The MetaImage header has no {name}.");

    public double[]? Numbers(int count, params ReadOnlySpan<string> names) =>
        Find(names) is { } text ? HeaderText.Numbers(names[0], text, count) : null;

    public void Refuse(string name, Predicate<string> wrong, string message)
    {
        if (Find(name) is { } value && wrong(value))
        {
            throw new VolumeFormatException(message);
        }
    }
}
