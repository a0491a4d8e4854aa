using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>Anything, as Python's <c>str()</c> shows it: null is <c>None</c>, true is <c>True</c>.</summary>
public sealed class StringInput(string id) : MainJsonInput(id)
{
    /// <summary>Default: empty.</summary>
    public string Default { get; init; } = "";

    public override string Type => "str";

    internal override object DefaultValue => Default;

    internal override PythonValue DefaultEntry => new PythonValue.Text(Default);

    internal override string AbsentText => "No value/input entry or no valid string.";

    internal override object Read(PythonValue value) => value.Str();
}
