using System.Globalization;
using System.Numerics;
using Switchyard.Text;

namespace Switchyard.Compute.Services.Python;

/// <summary>A JSON value as Python's <c>json</c> module reads it, with the conversions that the inputs are defined by.</summary>
internal abstract record PythonValue
{
    /// <summary><c>str(value)</c>.</summary>
    public virtual string Str() => Repr();

    /// <summary><c>repr(value)</c>.</summary>
    public abstract string Repr();

    /// <summary><c>float(value)</c>, or null where Python raises.</summary>
    public virtual double? ToFloat() => null;

    /// <summary><c>int(value)</c>, or null where Python raises.</summary>
    public virtual BigInteger? ToInteger() => null;

    public sealed record None : PythonValue
    {
        public override string Repr() => "None";
    }

    public sealed record Bool(bool Value) : PythonValue
    {
        public override string Repr() => Value ? "True" : "False";

        public override double? ToFloat() => Value ? 1 : 0;

        public override BigInteger? ToInteger() => Value ? 1 : 0;
    }

    public sealed record Int(BigInteger Value) : PythonValue
    {
        public override string Repr() => Value.ToString(CultureInfo.InvariantCulture);

        /// <summary>By way of the digits, which are rounded correctly; the cast of .NET cuts them off.</summary>
        public override double? ToFloat() =>
            double.Parse(Repr(), CultureInfo.InvariantCulture) is var value && double.IsFinite(value) ? value : null;

        public override BigInteger? ToInteger() => Value;
    }

    public sealed record Float(double Value) : PythonValue
    {
        public override string Repr() => PythonFloat.Format(Value);

        public override double? ToFloat() => Value;

        public override BigInteger? ToInteger() => double.IsFinite(Value) ? new BigInteger(Value) : null;
    }

    public sealed record Text(string Value) : PythonValue
    {
        public override string Str() => Value;

        public override string Repr() => PythonText.Quote(Value);

        public override double? ToFloat() => PythonFloat.TryParse(Value, out var value) ? value : null;

        public override BigInteger? ToInteger() => PythonDigits.TryParseInteger(Value, out var value) ? value : null;
    }

    public sealed record Array(IReadOnlyList<PythonValue> Items) : PythonValue
    {
        public override string Repr() => $"[{string.Join(", ", Items.Select(item => item.Repr()))}]";
    }

    /// <param name="Members">In order of their first appearance; of a repeated key the last value.</param>
    public sealed record Dictionary(OrderedDictionary<string, PythonValue> Members) : PythonValue
    {
        public override string Repr() =>
            $"{{{string.Join(", ", Members.Select(member => $"{PythonText.Quote(member.Key)}: {member.Value.Repr()}"))}}}";
    }
}
