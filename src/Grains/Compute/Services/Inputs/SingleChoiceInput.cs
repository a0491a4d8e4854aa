using System.Text.Json;
using Switchyard.Compute.Services.Python;

namespace Switchyard.Compute.Services.Inputs;

/// <summary>Exactly one of a list of texts.</summary>
public sealed class SingleChoiceInput : MainJsonInput
{
    /// <exception cref="ArgumentException">There are no choices.</exception>
    public SingleChoiceInput(string id, IReadOnlyList<string> choices)
        : base(id)
    {
        if (choices.Count == 0)
        {
            throw new ArgumentException("Empty choice list given.", nameof(choices));
        }

        Choices = choices;
        Default = choices[0];
    }

    /// <summary>In the order they are shown.</summary>
    public IReadOnlyList<string> Choices { get; }

    /// <summary>One of the choices. Default: the first.</summary>
    public string Default { get; init; }

    public override string Type => "singlechoice";

    internal override object DefaultValue => Default;

    internal override PythonValue DefaultEntry => new PythonValue.Text(Default);

    internal override string AbsentText => "Choice is not valid.";

    internal override object Read(PythonValue value) =>
        value is PythonValue.Text { Value: var text } && Choices.Contains(text, StringComparer.Ordinal)
            ? text
            : throw new InputRefusedException(AbsentText);

    private protected override void WriteExtras(Utf8JsonWriter json)
    {
        base.WriteExtras(json);
        json.WriteStartArray("choices");
        foreach (var choice in Choices)
        {
            json.WriteStringValue(choice);
        }

        json.WriteEndArray();
    }
}
