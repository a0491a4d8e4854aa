using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>The attributes of a scikit-learn object.</summary>
internal sealed class ModelSettings
{
    private readonly PickledObject _model;

    /// <exception cref="ModelRefusedException">The value is no object of that class.</exception>
    public ModelSettings(PickledValue value, PickledGlobal type)
    {
        _model = value is PickledObject model && model.Type == type
            ? model
            : throw new ModelRefusedException($"The model is {(value is PickledGlobal ? "a class" : value.Kind)}, not an object of {type.Kind}.");
    }

    private string Name => _model.Type.Name;

    /// <exception cref="ModelRefusedException">There is none.</exception>
    public PickledValue this[string name] => _model.Attributes.TryGetValue(name, out var value)
        ? value
        : throw new ModelRefusedException($"The {Name} has no {name}; is it trained, and by a version that still has it?");

    public ModelRefusedException Refusal(string name, string why) => new($"The {Name}'s {name} {why}.");

    /// <exception cref="ModelRefusedException">It is another.</exception>
    public void Require(string name, Func<PickledValue, bool> isDefault)
    {
        if (!isDefault(this[name]))
        {
            throw Refusal(name, "is not scikit-learn's default");
        }
    }

    /// <exception cref="ModelRefusedException">It is no text.</exception>
    public string Text(string name) => this[name] is PickledText { Value: var text } ? text : throw Refusal(name, "is no text");

    /// <summary>An array of floats of so many dimensions, in the order in which the first index runs fastest.</summary>
    /// <exception cref="ModelRefusedException">It is none, or holds a number that is not finite.</exception>
    public (double[] Values, IReadOnlyList<int> Shape) Floats(string name, int dimensions)
    {
        if (this[name] is not PickledArray { Type: { Code: 'f', Size: sizeof(double) }, Shape: var shape } array || shape.Count != dimensions)
        {
            throw Refusal(name, $"is no array of floats with {dimensions} dimensions");
        }

        var values = PickledElements.Doubles(array);
        return Array.TrueForAll(values, double.IsFinite) ? (values, shape) : throw Refusal(name, "holds a number that is not finite");
    }
}
