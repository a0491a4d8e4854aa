using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>What Python's <c>float()</c> takes: numbers, numeric text, true and false; not-a-number and infinities as well.</summary>
public sealed class FloatInput(string id) : NumberInput(id)
{
    /// <summary>Finite. Default: 0.</summary>
    public double Default { get; init; }

    public override string Type => "float";

    internal override object DefaultValue => Default;

    /// <summary>A whole default is shown without a fraction, as the original shows its 0.</summary>
    internal override PythonValue DefaultEntry => Default == Math.Truncate(Default) && Math.Abs(Default) < 1e15
        ? new PythonValue.Int((long)Default)
        : new PythonValue.Float(Default);

    internal override string AbsentText => "No value/input entry or no valid float.";

    internal override object Read(PythonValue value) => value.ToFloat() ?? throw new InputRefusedException(AbsentText);
}
