using System.Globalization;
using System.Text;

namespace Switchyard.Client.Http;

/// <summary>The part of an address after the question mark; what is null is left out.</summary>
internal static class Query
{
    public static string Of(string path, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var text = new StringBuilder(path);
        var mark = '?';
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                text.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!));
                mark = '&';
            }
        }

        return text.ToString();
    }
}
