using System.Globalization;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>The attributes of a scikit-learn object.</summary>
internal sealed class ModelSettings
{
    private const int LongestShown = 60;

    private readonly PickledObject _model;

    /// <exception cref="ModelRefusedException">The value is no object of any of those classes.</exception>
    public ModelSettings(PickledValue value, params ReadOnlySpan<PickledGlobal> types)
    {
        _model = value is PickledObject model && types.Contains(model.Type)
            ? model
            : throw new ModelRefusedException($"The model is {(value is PickledGlobal ? "a class" : value.Kind)}, not an object of {Kinds(types)}.");
    }

    public PickledGlobal Type => _model.Type;

    public string Name => _model.Type.Name;

    /// <exception cref="ModelRefusedException">There is none.</exception>
    public PickledValue this[string name] => Find(name)
        ?? throw new ModelRefusedException($"The {Name} has no {name}; is it trained, and by a version that still has it?");

    /// <summary>Null when there is none: versions have others.</summary>
    public PickledValue? Find(string name) => _model.Attributes.GetValueOrDefault(name);

    public ModelRefusedException Refusal(string name, string why) => new($"The {Name}'s {name} {why}.");

    /// <summary>Says what the setting is, and that it is not known here.</summary>
    public ModelRefusedException Unsupported(string name) => Refusal(name, $"is {Shown(this[name])}, which is not computed here");

    /// <summary>A setting whose default would be another result is refused by its value; one that a version does not have is the default.</summary>
    /// <exception cref="ModelRefusedException">It is another.</exception>
    public void Require(string name, Func<PickledValue, bool> isKnown)
    {
        if (Find(name) is { } value && !isKnown(value))
        {
            throw Unsupported(name);
        }
    }

    /// <exception cref="ModelRefusedException">It is neither true nor false.</exception>
    public bool Flag(string name) => this[name] switch
    {
        PickledBool { Value: var flag } => flag,
        PickledInteger { Value: 0 or 1 } number => number.Value == 1,
        _ => throw Unsupported(name),
    };

    /// <summary>An array of floats of so many dimensions, in the order in which the first index runs fastest.</summary>
    /// <exception cref="ModelRefusedException">It is none, or holds a number that does not count.</exception>
    public (double[] Values, IReadOnlyList<int> Shape, bool IsSingle) Floats(string name, int dimensions, bool canBeMinusInfinity = false)
    {
        if (this[name] is not PickledArray { Type: { Code: 'f', Size: var size }, Shape: var shape } array || shape.Count != dimensions)
        {
            throw Refusal(name, $"is no array of floats with {dimensions} dimension{(dimensions == 1 ? "" : "s")}");
        }

        var values = PickledElements.Doubles(array);
        return Array.TrueForAll(values, value => double.IsFinite(value) || (canBeMinusInfinity && double.IsNegativeInfinity(value)))
            ? (values, shape, size == sizeof(float))
            : throw Refusal(name, "holds a number that is not finite");
    }

    /// <summary>A value as Python shows it, as far as it is short.</summary>
    private static string Shown(PickledValue value) => value switch
    {
        PickledNone => "None",
        PickledBool { Value: var flag } => flag ? "True" : "False",
        PickledInteger { Value: var number } => number.ToString(CultureInfo.InvariantCulture),
        PickledFloat { Value: var number } => number.ToString("R", CultureInfo.InvariantCulture),
        PickledText { Value: var text } => $"'{PickleRefusedException.Shown(text)}'",
        PickledTuple { Items: var items } when items.Count <= 4 && items.All(item => item is PickledInteger) => $"({string.Join(", ", items.Select(Shown))})",
        _ => value.Kind,
    } is var shown && shown.Length > LongestShown ? $"{shown[..LongestShown]}..." : shown;

    private static string Kinds(ReadOnlySpan<PickledGlobal> types)
    {
        var names = new List<string>();
        foreach (var type in types)
        {
            names.Add(type.Kind);
        }

        return string.Join(" or ", names);
    }
}
