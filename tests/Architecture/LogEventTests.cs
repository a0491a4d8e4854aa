using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Switchyard.Architecture;

/// <summary>Each line that we log has an id of its own, by which an operator's alarms know it in every release: docs/log.md.</summary>
public sealed partial class LogEventTests
{
    /// <summary>When it is set, the table is written anew. What it had and nothing logs any more stays, as retired.</summary>
    private const string Rewrite = "REWRITE_LOG";

    private const string Head = "| id | level | line |\n| --- | --- | --- |\n";
    private const string Retired = "retired";

    private static readonly string File = Path.Combine(Yard.Root, "docs", "log.md");

    [Fact]
    public async Task Every_line_has_an_id_that_no_other_has()
    {
        var events = Events();

        Assert.True(events.Count > 100, $"Only {events.Count} were found.");
        Assert.All(events, one => Assert.True(one.Id > 0, $"'{one.Says}' has no id."));
        Assert.Empty(events.CountBy(one => one.Id).Where(ids => ids.Value > 1).Select(ids => $"{ids.Key} is had by {ids.Value}."));
        var retired = Rows(await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken)).Where(row => row.Level == Retired);
        Assert.Empty(events.IntersectBy(retired.Select(row => row.Id), one => one.Id).Select(one => $"{one.Id} is retired: give '{one.Says}' a new one."));
    }

    [Fact]
    public async Task The_table_in_docs_has_all_of_them()
    {
        var before = await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken);
        var events = Events();
        var gone = Rows(before).ExceptBy(events.Select(one => one.Id), row => row.Id).Select(row => row with { Level = Retired });
        var table = string.Concat(events.Concat(gone).OrderBy(one => one.Id).Select(one => $"| {one.Id} | {one.Level} | {one.Says} |\n"));
        var after = before[..before.IndexOf(Head, StringComparison.Ordinal)] + Head + table;
        if (Environment.GetEnvironmentVariable(Rewrite) is { Length: > 0 })
        {
            await System.IO.File.WriteAllTextAsync(File, after, TestContext.Current.CancellationToken);
            before = after;
        }

        Assert.True(after == before, $"docs/log.md is not what is logged. Write it anew: {Rewrite}=1 ./dev test Architecture --class LogEventTests");
    }

    private static List<Event> Events() =>
    [
        .. Yard.Projects.Append("Client").Select(Yard.AssemblyOf)
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(said => new Event(said.EventId, said.Level == LogLevel.None ? "either" : $"{said.Level}", said.Message.Replace("|", "\\|", StringComparison.Ordinal))),
    ];

    private static IEnumerable<Event> Rows(string page) =>
        Row().Matches(page).Select(row => new Event(int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), row.Groups[2].Value, row.Groups[3].Value));

    [GeneratedRegex(@"^\| ([0-9]+) \| (\w+) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    private sealed record Event(int Id, string Level, string Says);
}
