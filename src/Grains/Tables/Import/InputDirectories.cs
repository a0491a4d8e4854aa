namespace Switchyard.Tables.Import;

/// <summary>What an input directory has to hold.</summary>
internal static class InputDirectories
{
    public const string Tables = "tables";

    public const string Targets = "targets";

    /// <summary>What an import cannot do without and does not find, in words for the operator; null when it is there.</summary>
    /// <param name="input">Null: none is configured.</param>
    public static string? WhyNothing(string? input)
    {
        if (input is null)
        {
            return "Tables:InputDirectory is not set: there is nothing to import from.";
        }

        var targets = Path.Combine(input, Targets);
        foreach (var directory in new[] { input, Path.Combine(input, Tables), targets })
        {
            if (!Directory.Exists(directory))
            {
                return $"The directory {directory} does not exist or cannot be read.";
            }
        }

        try
        {
            return TargetsFile.Choose(FilesOf(targets), out _).Count > 0 ? null
                : $"The directory {targets} has no targets file: a .csv file with CEA, CTA or CPA in its name. Tables without targets are no work; nothing was imported.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    public static IEnumerable<string> FilesOf(string directory) => Directory.EnumerateFiles(directory).Select(f => Path.GetFileName(f));
}
