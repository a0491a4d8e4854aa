using System.Text.Json;
using Switchyard.Compute.Services.Python;
using Switchyard.Text;

namespace Switchyard.Expertise.Datasets.Rules;

/// <summary>Values as the original's messages show them.</summary>
internal static class PythonNotation
{
    public static string Of(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(PythonText.Quote))}]";

    public static string Of(IReadOnlyDictionary<string, JsonElement> fields) =>
        $"{{{string.Join(", ", fields.Select(field => $"{PythonText.Quote(field.Key)}: {PythonJson.Parse(field.Value.GetRawText()).Repr()}"))}}}";
}
