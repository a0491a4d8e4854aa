using System.Text.Json;
using Switchyard.Servers;

namespace Switchyard.Hosting;

/// <summary>What a process wrote with <c>Logging:Format=json</c>. Every line must have the one shape.</summary>
internal sealed record LogLine(string Level, string Category, int EventId, string Message, string? RequestId)
{
    private static readonly HashSet<string> Members = ["Timestamp", "Level", "Category", "EventId", "Message", "RequestId", "Exception"];

    /// <summary>All but the one that scripts wait for, which must be there.</summary>
    public static IReadOnlyList<LogLine> Of(NodeProcess process)
    {
        Assert.Empty(process.Errors);
        var lines = process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToLookup(IsAnnouncement);
        Assert.Single(lines[true]);
        return [.. lines[false].Select(Parse)];
    }

    /// <summary>In a life without trouble nothing is above information, but what tells of a machine that is too slow.</summary>
    public static void IsQuiet(params IEnumerable<NodeProcess> processes) => IsQuiet(processes, line => line.IsOfSlowness);

    /// <summary>
    /// While nodes come and go: Orleans warns of what meets one on its way in or out, and a call to it is tried again. Nothing else, and no errors.
    /// </summary>
    public static void IsQuietWhileNodesLeave(params IEnumerable<NodeProcess> processes) => IsQuiet(
        processes,
        line => line.Category.StartsWith("Orleans.", StringComparison.Ordinal) || (line.Category, line.EventId) is ("Switchyard.Hosting.PatientCalls", 1006));

    private static void IsQuiet(IEnumerable<NodeProcess> processes, Func<LogLine, bool> mayWarn)
    {
        var loud = processes.SelectMany(Of).Where(line => line.Level != "Information" && !(line.Level == "Warning" && mayWarn(line))).ToList();
        Assert.True(loud.Count == 0, string.Join('\n', loud));
    }

    /// <summary>A turn of more than a second, an answer of more than two, a stall: give the machine room. And what follows from a late answer.</summary>
    private bool IsOfSlowness => (Category, EventId) is ("Orleans.Runtime.Scheduler.WorkItemGroup", 101215) or ("Orleans.Runtime.CallbackData", 100157)
        or ("Orleans.Runtime.SiloLifecycleSubject", 100452)
        or ("Orleans.Runtime.GrainDirectory.ClientDirectory", _) or ("Orleans.Runtime.GrainDirectory.GrainDirectoryHandoffManager", _)
        || (Category.StartsWith("Orleans", StringComparison.Ordinal) && Message.Contains("did not arrive on time", StringComparison.Ordinal));

    private static bool IsAnnouncement(string line) => line.StartsWith("Switchyard is ready at http://127.0.0.1:", StringComparison.Ordinal);

    private static LogLine Parse(string text)
    {
        var line = JsonDocument.Parse(text).RootElement;
        Assert.All(line.EnumerateObject(), member => Assert.Contains(member.Name, Members));
        Assert.Equal(TimeSpan.Zero, line.GetProperty("Timestamp").GetDateTimeOffset().Offset);
        var category = line.GetProperty(nameof(Category)).GetString()!;
        var id = line.GetProperty(nameof(EventId)).GetInt32();
        Assert.NotEmpty(category);
        Assert.True(id > 0 || !category.StartsWith("Switchyard", StringComparison.Ordinal), text);
        return new(
            line.GetProperty(nameof(Level)).GetString()!,
            category,
            id,
            line.GetProperty(nameof(Message)).GetString()!,
            line.TryGetProperty(nameof(RequestId), out var request) ? request.GetString() : null);
    }
}
