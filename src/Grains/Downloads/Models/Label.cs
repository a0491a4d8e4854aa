using System.Globalization;
using Switchyard.Compute.Services.Python;
using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>What a classifier takes a text for: a text as a rule, or a number.</summary>
internal abstract record Label
{
    /// <summary>As Python's <c>str</c> shows it.</summary>
    public abstract override string ToString();

    public static implicit operator Label(string text) => new Text(text);

    /// <summary>Null when the value can be no label.</summary>
    public static Label? Of(PickledValue value) => value switch
    {
        PickledText text => new Text(text.Value),
        PickledInteger integer => new Integer(integer.Value),
        PickledFloat { Value: var number } when double.IsFinite(number) => new Float(number),
        PickledBool flag => new Bool(flag.Value),
        _ => null,
    };

    public sealed record Text(string Value) : Label
    {
        public override string ToString() => Value;
    }

    public sealed record Integer(long Value) : Label
    {
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    public sealed record Float(double Value) : Label
    {
        public override string ToString() => PythonFloat.Format(Value);
    }

    public sealed record Bool(bool Value) : Label
    {
        public override string ToString() => Value ? "True" : "False";
    }
}
