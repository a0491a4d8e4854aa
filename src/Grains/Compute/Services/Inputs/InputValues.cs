using System.Numerics;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>The accepted values of a run by their input's id.</summary>
public sealed class InputValues
{
    private readonly Dictionary<string, object> _values;

    internal InputValues(Dictionary<string, object> values)
    {
        _values = values;
    }

    /// <exception cref="KeyNotFoundException">The service has no such input of this type.</exception>
    public double GetFloat(string id) => Get<double>(id);

    /// <inheritdoc cref="GetFloat"/>
    public BigInteger GetInteger(string id) => Get<BigInteger>(id);

    /// <summary>Of an input of text or of a choice.</summary>
    /// <inheritdoc cref="GetFloat"/>
    public string GetText(string id) => Get<string>(id);

    /// <inheritdoc cref="GetFloat"/>
    public bool GetBoolean(string id) => Get<bool>(id);

    /// <inheritdoc cref="GetFloat"/>
    public IReadOnlyList<Point3D> GetPoints(string id) => Get<Point3D[]>(id);

    /// <summary>The path of a volume's file; null when it is optional and was not sent.</summary>
    public string? GetVolume(string id) => GetFiles(id).SingleOrDefault();

    /// <summary>The paths of an input's files, in order of their names; empty when it is optional and none was sent.</summary>
    /// <inheritdoc cref="GetFloat"/>
    public IReadOnlyList<string> GetFiles(string id) => Get<Paths>(id).All;

    private T Get<T>(string id) => _values.GetValueOrDefault(id) is T value
        ? value
        : throw new KeyNotFoundException($"There is no input '{id}' with a value of type {typeof(T).Name}.");

    internal readonly record struct Paths(IReadOnlyList<string> All);
}
