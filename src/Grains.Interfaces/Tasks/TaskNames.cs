namespace Switchyard.Tasks;

/// <summary>The words under which the cluster knows tasks. They are stored and never change.</summary>
public static class TaskNames
{
    /// <summary>The kind of the work items and the type of their grain.</summary>
    public const string Kind = "task";

    /// <summary>The longest name of a queue, in characters.</summary>
    public const int LongestQueue = 100;

    /// <summary>Whether a queue of tasks may have this name: 1 to 100 of A-Z a-z 0-9 . _ -.</summary>
    public static bool IsQueue(string name) =>
        name.Length is >= 1 and <= LongestQueue && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
