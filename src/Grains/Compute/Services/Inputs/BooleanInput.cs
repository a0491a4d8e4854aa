using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>True and any text that says "true" in any case; everything else is false.</summary>
public sealed class BooleanInput(string id) : MainJsonInput(id)
{
    /// <summary>Default: false.</summary>
    public bool Default { get; init; }

    public override string Type => "boolean";

    internal override object DefaultValue => Default;

    internal override PythonValue DefaultEntry => new PythonValue.Bool(Default);

    internal override string AbsentText => "No value/input entry or no valid boolean value.";

    internal override object Read(PythonValue value) => value.Str().Equals("true", StringComparison.OrdinalIgnoreCase);
}
