using System.Globalization;
using System.Text;

namespace Switchyard.Compute.Services.Python;

/// <summary>Writes JSON that reads back as the same values in Python.</summary>
internal static class PythonJsonText
{
    public static string Write(PythonValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    private static void Append(StringBuilder text, PythonValue value)
    {
        switch (value)
        {
            case PythonValue.None:
                text.Append("null");
                break;
            case PythonValue.Bool flag:
                text.Append(flag.Value ? "true" : "false");
                break;
            case PythonValue.Float number when !double.IsFinite(number.Value):
                text.Append(double.IsNaN(number.Value) ? "NaN" : number.Value > 0 ? "Infinity" : "-Infinity");
                break;
            case PythonValue.Int or PythonValue.Float:
                text.Append(value.Repr());
                break;
            case PythonValue.Text words:
                AppendText(text, words.Value);
                break;
            case PythonValue.Array array:
                AppendAll(text, '[', array.Items, ']', item => Append(text, item));
                break;
            case PythonValue.Dictionary dictionary:
                AppendAll(text, '{', dictionary.Members, '}', member =>
                {
                    AppendText(text, member.Key);
                    text.Append(": ");
                    Append(text, member.Value);
                });
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not JSON.", nameof(value));
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> items, char close, Action<T> append)
    {
        var separator = "";
        text.Append(open);
        foreach (var item in items)
        {
            text.Append(separator);
            append(item);
            separator = ", ";
        }

        text.Append(close);
    }

    /// <summary>ASCII alone, so that an unpaired surrogate survives the file's encoding.</summary>
    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var symbol in value)
        {
            _ = symbol switch
            {
                '"' or '\\' => text.Append('\\').Append(symbol),
                >= ' ' and <= '~' => text.Append(symbol),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)symbol:x4}"),
            };
        }

        text.Append('"');
    }
}
