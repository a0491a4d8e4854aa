using System.Numerics;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>What Python's <c>int()</c> takes: integers of any size, floats (cut towards zero), text of digits, true and false.</summary>
public sealed class IntInput(string id) : NumberInput(id)
{
    /// <summary>Default: 0.</summary>
    public BigInteger Default { get; init; }

    public override string Type => "int";

    internal override object DefaultValue => Default;

    internal override PythonValue DefaultEntry => new PythonValue.Int(Default);

    internal override string AbsentText => "No value/input entry or no valid int.";

    internal override object Read(PythonValue value) => value.ToInteger() ?? throw new InputRefusedException(AbsentText);
}
