using Microsoft.VisualBasic.FileIO;

namespace Switchyard.Acceptance.Yard;

/// <summary>Reads CSV with the framework's own reader, which the node does not use.</summary>
internal static class Csv
{
    public static IReadOnlyList<string[]> Records(string text)
    {
        using var parser = new TextFieldParser(new StringReader(text)) { TrimWhiteSpace = false, HasFieldsEnclosedInQuotes = true };
        parser.SetDelimiters(",");
        var records = new List<string[]>();
        while (!parser.EndOfData)
        {
            records.Add(parser.ReadFields()!);
        }

        return records;
    }
}
