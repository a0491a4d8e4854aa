using System.Diagnostics;
using System.Globalization;
using Switchyard.Benchmarks.Nodes;

namespace Switchyard.Benchmarks.Profiling;

/// <summary>Watches one measurement, when a profile is asked for: where processors, the heap and PostgreSQL spend themselves.</summary>
internal sealed class Watch
{
    private const int Shown = 25;

    /// <summary>What a process must be started with for perf to know the names of its methods.</summary>
    private const string NamesSetting = "DOTNET_PerfMapEnabled";

    private readonly string _title = "";
    private readonly string? _file;
    private readonly Node? _node;
    private readonly long _start = Stopwatch.GetTimestamp();
    private PerfRecord? _perf;
    private StatementCounts? _statements;
    private RuntimeCounts? _before;

    private Watch(string? file, string title, Node? node) => (_file, _title, _node) = (file, title, node);

    /// <summary>Begins, or does nothing where no profile is asked for.</summary>
    /// <param name="node">The measured node; null when it is this process.</param>
    /// <param name="database">Its name, as in <see cref="Databases.Names"/>.</param>
    public static async Task<Watch> BeginAsync(Settings settings, Databases databases, string database, string title, Node? node)
    {
        if (settings.Profile is not { } directory)
        {
            return new Watch(null, title, node);
        }

        if (Environment.GetEnvironmentVariable(NamesSetting) is null)
        {
            throw new InvalidOperationException($"{NamesSetting} is not set; ./dev profile does that.");
        }

        Directory.CreateDirectory(directory);
        title = $"{settings.Name}, {database}, {title}";
        var watch = new Watch(Path.Combine(directory, title.Replace(", ", "-", StringComparison.Ordinal).Replace(' ', '-')), title, node);
        watch._statements = database == "postgres" && databases.Server is { } server ? await StatementCounts.StartAsync(server) : null;
        watch._before = node is null ? null : await RuntimeCounts.ReadAsync(node.Http);
        watch._perf = await PerfRecord.StartAsync(watch._file + ".data");
        return watch;
    }

    /// <summary>Ends it, and writes what was seen.</summary>
    /// <param name="items">How many were done; costs are told for each.</param>
    public async Task EndAsync(long items)
    {
        if (_perf is null)
        {
            return;
        }

        await _perf.PauseAsync();
        var span = Stopwatch.GetElapsedTime(_start);
        var runtime = _node is null ? null : (await RuntimeCounts.ReadAsync(_node.Http)).Since(_before!, span, items);
        Dictionary<int, string> whose = new() { [Environment.ProcessId] = _node is null ? "callers and store" : "callers" };
        if (_node is not null)
        {
            whose[_node.Process.Id] = "node";
        }

        var stacks = await _perf.StopAsync(whose);
        await File.WriteAllLinesAsync(_file + ".folded", stacks.Counts.Select(stack => $"{stack.Key} {stack.Value}"));
        FlameGraph.Write(_file + ".svg", _title, stacks.Counts);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"-- {_title}: {items:N0} items in {span.TotalSeconds:F1} s; {_file}.svg"));
        Console.WriteLine(string.Join(", ", stacks.Owners().Take(6).Select(owner => string.Create(CultureInfo.InvariantCulture, $"{owner.Owner} {owner.Percent:F1} %"))));
        foreach (var (frame, percent) in stacks.Innermost().Take(Shown))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {percent,5:F2} %  {frame}"));
        }

        Console.WriteLine(runtime);
        if (_statements is not null)
        {
            await _statements.WriteAsync(items);
            await _statements.DisposeAsync();
        }
    }
}
