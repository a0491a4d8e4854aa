using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.MetaImage;

/// <summary>The "Name = value" lines before a MetaImage's voxels. Of a field given twice the last counts.</summary>
internal sealed class MetaImageFields
{
    /// <summary>The field after which the voxels begin.</summary>
    public const string Last = "ElementDataFile";

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public static MetaImageFields Read(VolumeStream input, VolumeLimits limits)
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

    public string? Find(string name) => _values.GetValueOrDefault(name);

    public string Required(string name) =>
        Find(name) ?? throw new VolumeFormatException($"The MetaImage header has no {name}.");

    /// <summary>The value under these names, which mean the same.</summary>
    /// <exception cref="VolumeFormatException">It is there twice, and not the same.</exception>
    public string? FindOne(params ReadOnlySpan<string> names)
    {
        string? found = null;
        foreach (var name in names)
        {
            if (Find(name) is { } value)
            {
                found = found is null || found == value ? value : throw Contradiction(name);
            }
        }

        return found;
    }

    public double[]? Numbers(int count, string name) => Find(name) is { } text ? HeaderText.Numbers(name, text, count) : null;

    /// <summary>The numbers under these names, which mean the same.</summary>
    /// <exception cref="VolumeFormatException">They are there twice, and not the same.</exception>
    public double[]? OneOf(int count, IEnumerable<string> names)
    {
        double[]? found = null;
        foreach (var name in names)
        {
            if (Numbers(count, name) is { } numbers)
            {
                found = found is null || found.SequenceEqual(numbers) ? numbers : throw Contradiction(name);
            }
        }

        return found;
    }

    public void Refuse(string name, Predicate<string> wrong, string message)
    {
        if (Find(name) is { } value && wrong(value))
        {
            throw new VolumeFormatException(message);
        }
    }

    private static VolumeFormatException Contradiction(string name) =>
        new($"The MetaImage header contradicts itself: {name} is not what another field of the same meaning says.");
}
