using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Switchyard.Expertise.Submission;

/// <summary>Values as Python's <c>repr</c> shows them: what the newest API's messages quote.</summary>
internal static class PythonText
{
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Quote))}]";

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.String => Quote(value.GetString()!),
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Of))}]",
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(member => $"{Quote(member.Name)}: {Of(member.Value)}"))}}}",
        _ => value.GetRawText(),
    };

    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when letter == quote => $"\\{letter}",
                _ when char.IsControl(letter) => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)letter:x2}"),
                _ => letter.ToString(),
            });
        }

        return quoted.Append(quote).ToString();
    }
}
