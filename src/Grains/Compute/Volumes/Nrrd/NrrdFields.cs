using Switchyard.Compute.Volumes.Files;

namespace Switchyard.Compute.Volumes.Nrrd;

/// <summary>The "field: value" lines up to the blank line that ends a NRRD header. Keys of the user (":=") and comments are passed over.</summary>
internal sealed class NrrdFields
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    public static NrrdFields Read(VolumeStream input, VolumeLimits limits)
    {
        var budget = limits.MaxHeaderBytes;
        string Next() => input.ReadLine(ref budget) ?? throw new VolumeFormatException("The file ends within its NRRD header.");

        var fields = new NrrdFields();
        Next();
        for (var line = Next(); line.Length > 0; line = Next())
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                throw new VolumeFormatException("The NRRD header has a line without \":\".");
            }

            if (!line.AsSpan(colon + 1).StartsWith("="))
            {
                fields._values[line[..colon].Trim()] = line[(colon + 1)..].Trim();
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

    public string Required(string name) => Find(name) ?? throw new VolumeFormatException($"The NRRD header has no {name}.");
}
