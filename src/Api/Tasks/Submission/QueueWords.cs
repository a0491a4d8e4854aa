using Switchyard.Work;

namespace Switchyard.Tasks.Submission;

/// <summary>Why a queue's name is not taken, as the ends of sentences that begin with the member.</summary>
internal static class QueueWords
{
    public static string NoName { get; } = $"must be {QueueNames.Pattern}.";

    public static string IsDoors(string queue) => $"'{queue}' is a door's own, and takes no tasks.";

    public static string NotForKey(string queue) => $"'{queue}' is none of those that the key is for.";
}
