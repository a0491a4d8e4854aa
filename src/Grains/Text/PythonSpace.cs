namespace Switchyard.Text;

/// <summary>What Python takes for white space: <c>str.isspace</c>, and <c>\s</c> of its patterns.</summary>
internal static class PythonSpace
{
    /// <summary>To .NET the four separators of information are none.</summary>
    public static bool Is(char symbol) => char.IsWhiteSpace(symbol) || symbol is >= '\u001C' and <= '\u001F';
}
