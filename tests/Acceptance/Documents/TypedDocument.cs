using System.Diagnostics;
using System.Text.RegularExpressions;
using Switchyard.Acceptance.Samples;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Documents;

/// <summary>
/// The commands of a page, typed into one shell in their order, as its reader does, in a place that looks like a clone. Only the node's
/// address is another one, its program is the one that is built, and what goes to /tmp stays there. What a block of text below a command shows must be said.
/// </summary>
/// <param name="document">A path from the root.</param>
/// <param name="heading">Null: the whole page.</param>
/// <param name="which">Of the commands' blocks; null: all.</param>
internal sealed class TypedDocument(string document, string? heading = null, Predicate<string>? which = null)
{
    private const string Address = "127.0.0.1:5000";
    private const string Program = "dotnet run -c Release --project src/Silo";
    private const string Mark = "@@@ next";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string Built = $"dotnet exec {Path.Combine(AppContext.BaseDirectory, "Switchyard.Silo.dll")}";

    /// <summary>What the page gives the node that it starts, as <see cref="NodeProcess"/> takes it.</summary>
    public IReadOnlyList<string> NodeSettings => [.. Blocks().Where(block => IsNode(block.Typed))
        .SelectMany(block => Regex.Matches(block.Typed[Program.Length..], @"--(config) (\S+)|--([\w:]+=\S+)"))
        .Select(setting => setting.Groups[3].Success ? setting.Groups[3].Value : $"{setting.Groups[1].Value}={setting.Groups[2].Value}")];

    /// <summary>Types it; every command must succeed.</summary>
    /// <param name="node">Where a node is; null: the page starts its own.</param>
    /// <param name="differences">Words of the page, and what is typed in their place.</param>
    /// <returns>All lines that were written.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(Uri? node, params (string Page, string Here)[] differences)
    {
        var clone = Directory.CreateTempSubdirectory("switchyard-typed-");
        try
        {
            foreach (var entry in new DirectoryInfo(Project.PathOf("")).EnumerateFileSystemInfos().Where(entry => entry.Name is not ("data" or ".git")))
            {
                File.CreateSymbolicLink(Path.Combine(clone.FullName, entry.Name), entry.FullName);
            }

            var blocks = Blocks().Where(block => node is null || !IsNode(block.Typed)).ToList();
            Assert.NotEmpty(blocks);
            var address = node?.Authority ?? $"127.0.0.1:{FreePort.Take()}";
            (string Page, string Here)[] all = [.. differences, (Address, address), ("/tmp/", "./")];
            var said = await RunAsync(
                string.Concat(blocks.Select(block => all.Aggregate(block.Typed, (typed, one) => typed.Replace(one.Page, one.Here, StringComparison.Ordinal)))
                    .Select(typed => $"echo '{Mark}'\n{Script(typed, address)}\n")),
                clone.FullName);
            var parts = said.Split(Mark)[1..];
            foreach (var (block, part) in blocks.Zip(parts))
            {
                MustSay(block, part);
            }

            return said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            clone.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string commands, string directory)
    {
        // Whatever is left goes with the shell; a request that is refused fails.
        var script = "set -eo pipefail\ntrap 'kill -KILL $(jobs -p) 2> /dev/null || true' EXIT\n"
            + "curl() { command curl -sS --fail-with-body \"$@\"; }\n" + commands;
        var start = SampleProgram.Of("bash", ["-c", script]);
        start.WorkingDirectory = directory;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["TMPDIR"] = directory;
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"It ended with {process.ExitCode}.\n{await output}\n{await errors}");
            return await output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The lines of the example, in their order; three dots stand for anything.</summary>
    private static void MustSay((string Typed, string? Shown) block, string said)
    {
        var lines = new Queue<string>(said.Split('\n'));
        foreach (var shown in (block.Shown ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var pattern = $"^{Regex.Escape(shown).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}$";
            while (lines.TryPeek(out var line) && !Regex.IsMatch(line, pattern))
            {
                lines.Dequeue();
            }

            Assert.True(lines.TryDequeue(out _), $"'{shown}' is not said by\n{block.Typed}\nwhich says\n{said}");
        }
    }

    private static string Script(string typed, string address) => !IsNode(typed)
        ? typed.Replace($"{Program} -- ", $"{Built} ", StringComparison.Ordinal)
        : $"""
            {typed.Replace($"{Program} --", Built, StringComparison.Ordinal).Replace(Program, Built, StringComparison.Ordinal)} --Urls=http://{address} --Cluster:SiloPort={FreePort.Take()} > node.log 2>&1 &
            until grep -q '^Switchyard is ready' node.log; do kill -0 $!; sleep 0.2; done
            """;

    private static bool IsNode(string typed) => Regex.IsMatch(typed, $@"^{Regex.Escape(Program)}(\n|$| -- ""?--)");

    private List<(string Typed, string? Shown)> Blocks()
    {
        var all = Snippets.Of(document, heading);
        return [.. all.Select((block, place) => (block.Language, Typed: block.Text, Shown: place + 1 < all.Count && all[place + 1].Language == "text" ? all[place + 1].Text : null))
            .Where(block => block.Language == "bash" && (which is null || which(block.Typed)))
            .Select(block => (block.Typed, block.Shown))];
    }
}
