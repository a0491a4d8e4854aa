namespace Switchyard.Jobs;

/// <summary>What an importable dataset may be called: A-Z, 0-9 and _, beginning with a letter. Safe as a file's name.</summary>
public static class DatasetName
{
    public static bool IsValid(string? name) =>
        name is { Length: > 0 } && char.IsAsciiLetterUpper(name[0])
        && name.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_');
}
