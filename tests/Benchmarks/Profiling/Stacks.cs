using System.Globalization;
using System.Text.RegularExpressions;

namespace Switchyard.Benchmarks.Profiling;

/// <summary>What <c>perf script</c> prints, with equal stacks counted: the outermost frame is whose stack it is.</summary>
internal sealed partial class Stacks
{
    private const string Idle = "idle";

    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, int> _inner = [];

    /// <summary>As in the "folded" files that many viewers read.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public int All { get; private set; }

    /// <param name="whose">By the number of a process; others are called by their name.</param>
    public static async Task<Stacks> ReadAsync(TextReader script, IReadOnlyDictionary<int, string> whose)
    {
        var stacks = new Stacks();
        List<string> frames = [];
        var owner = "";
        while (await script.ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                stacks.Add(owner, frames);
                frames.Clear();
            }
            else if (line[0] == '\t')
            {
                // A file without names of its functions is one frame, however many of them call each other.
                if (Name(line) is var name && (frames is not [.., var inner] || name != inner))
                {
                    frames.Add(name);
                }
            }
            else if (Head().Match(line) is { Success: true } head)
            {
                var process = int.Parse(head.Groups["process"].ValueSpan, CultureInfo.InvariantCulture);
                owner = process == 0 ? Idle : whose.TryGetValue(process, out var known) ? known : head.Groups["name"].Value.Trim();
            }
        }

        stacks.Add(owner, frames);
        return stacks;
    }

    /// <summary>The shares of all samples, the largest first; in percent.</summary>
    public IEnumerable<(string Owner, double Percent)> Owners() =>
        _counts.GroupBy(stack => stack.Key.Split(';')[0], stack => stack.Value)
            .Select(owner => (owner.Key, 100.0 * owner.Sum() / All)).OrderByDescending(owner => owner.Item2);

    /// <summary>Where time was spent itself, not in what was called; in percent of all samples.</summary>
    public IEnumerable<(string Frame, double Percent)> Innermost() =>
        _inner.OrderByDescending(frame => frame.Value).Select(frame => (frame.Key, 100.0 * frame.Value / All));

    private void Add(string owner, List<string> frames)
    {
        if (owner.Length == 0 || frames.Count == 0)
        {
            return;
        }

        All++;
        if (owner == Idle)
        {
            // How the kernel sleeps tells nothing.
            _counts[Idle] = _counts.GetValueOrDefault(Idle) + 1;
            return;
        }

        var inner = $"{owner}: {frames[0]}";
        _inner[inner] = _inner.GetValueOrDefault(inner) + 1;
        frames.Reverse();
        var stack = $"{owner};{string.Join(';', frames)}";
        _counts[stack] = _counts.GetValueOrDefault(stack) + 1;
    }

    /// <summary>Without its address, its file, what it returns, its parameters, and how well it is compiled.</summary>
    private static string Name(string line)
    {
        var name = line.AsSpan().Trim();
        name = name[(name.IndexOf(' ') + 1)..];
        var file = name.LastIndexOf(" (");
        var symbol = file < 0 ? name : name[..file];
        if (symbol.StartsWith("[unknown]"))
        {
            return file < 0 ? "[unknown]" : $"[{Path.GetFileName(name[(file + 2)..].TrimEnd(')'))}]";
        }

        if (symbol.IndexOf("::") >= 0 && symbol.IndexOf('(') is var parameters and > 0)
        {
            symbol = symbol[..parameters];
            symbol = symbol[(symbol.LastIndexOf("] ") is var assembly and >= 0 ? assembly + 2 : 0)..];
        }

        return symbol.ToString().Replace(';', ':');
    }

    [GeneratedRegex(@"^\s*(?<name>.*?)\s+(?<process>\d+)(/\d+)?\s*$")]
    private static partial Regex Head();
}
