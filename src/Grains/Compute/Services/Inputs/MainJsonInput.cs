using System.Text.Json;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>An input whose value is a member of <c>inputs</c> in <c>main.json</c>.</summary>
public abstract class MainJsonInput : ServiceInput
{
    private protected MainJsonInput(string id)
        : base(id)
    {
    }

    public sealed override string Store => "mainjson";

    /// <summary>What its service sees when it is absent and optional.</summary>
    internal abstract object DefaultValue { get; }

    /// <summary>The default as a member of <c>main.json</c>.</summary>
    internal abstract PythonValue DefaultEntry { get; }

    /// <summary>What is said when it is absent.</summary>
    internal abstract string AbsentText { get; }

    /// <exception cref="InputRefusedException">The value does not do.</exception>
    internal abstract object Read(PythonValue value);

    private protected override void WriteExtras(Utf8JsonWriter json)
    {
        json.WritePropertyName("default");
        json.WriteRawValue(PythonJsonText.Write(DefaultEntry));
    }
}
