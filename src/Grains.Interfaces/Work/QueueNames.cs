namespace Switchyard.Work;

/// <summary>What queues that users name may be called.</summary>
public static class QueueNames
{
    /// <summary>In characters.</summary>
    public const int Longest = 100;

    /// <summary>The rule, for people.</summary>
    public const string Pattern = "1 to 100 of A-Z a-z 0-9 . _ -";

    /// <summary>Whether a queue may have this name.</summary>
    public static bool IsSound(string name) =>
        name.Length is >= 1 and <= Longest && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
