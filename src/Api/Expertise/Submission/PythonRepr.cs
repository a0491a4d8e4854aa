using System.Text.Json;
using Switchyard.Text;

namespace Switchyard.Expertise.Submission;

/// <summary>Values as Python's <c>repr</c> shows them: what the newest API's messages quote.</summary>
internal static class PythonRepr
{
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(PythonText.Quote))}]";

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.String => PythonText.Quote(value.GetString()!),
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Of))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(member => $"{PythonText.Quote(member.Name)}: {Of(member.Value)}"))}}}",
        _ => value.GetRawText(),
    };
}
