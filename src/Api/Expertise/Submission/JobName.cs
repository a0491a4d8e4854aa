namespace Switchyard.Expertise.Submission;

/// <summary>Rules of what a client calls a job and of where it wants files: both were parts of paths in the originals.</summary>
internal static class JobName
{
    /// <summary>Characters.</summary>
    public const int Longest = 200;

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>What is wrong with the name; null when it is fine.</summary>
    public static string? Judge(string name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => "name is empty",
        { Length: > Longest } => $"name has more than {Longest} characters",
        "." or ".." => $"name is '{name}', which means a directory",
        _ when name.IndexOfAny(['/', '\\', '\0']) >= 0 => "name holds a separator of paths ('/' or '\\') or NUL",
        _ => null,
    };

    /// <summary>Whether a text, taken as a path, would leave the directory that it is in.</summary>
    public static bool Leaves(string path) => path.Split(Separators).Any(segment => segment.Trim() == "..");
}
