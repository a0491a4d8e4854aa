using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Switchyard.Servers;

namespace Switchyard.Cli.Node;

/// <summary>The program in a process of its own, as it was built.</summary>
public sealed partial class Tool : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly Task<string> _errors;
    private readonly Task _reading;
    private readonly SemaphoreSlim _news = new(0);

    private Tool(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Switchyard.Cli.dll");

    /// <summary>What was written on standard output up to now.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <param name="environment">Added to that of the tests.</param>
    public static Tool Start(IReadOnlyDictionary<string, string?> environment, params string[] words) => new(With(environment, "dotnet", ["exec", File, .. words]));

    /// <summary>On a terminal of 100 columns and 30 lines.</summary>
    /// <param name="command">What a shell runs there, also after Ctrl-C, whichever shell it is; <c>switchyard</c> is the program.</param>
    public static Tool StartOnTerminal(IReadOnlyDictionary<string, string?> environment, string command) =>
        new(With(environment, "script", ["-qec", $"trap : INT; stty cols 100 rows 30; switchyard() {{ dotnet exec '{File}' \"$@\"; }}; {command}", "/dev/null"]));

    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until standard output has it.</summary>
    public async Task SaysAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Said.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_reading.IsCompleted && _news.CurrentCount == 0, $"It ended and never said '{text}':\n{Said}");
            await _news.WaitAsync(limit.Token);
        }
    }

    /// <summary>As Ctrl-C does.</summary>
    public void Interrupt() => Signal.Send(_process.Id, Signal.Interrupt);

    /// <param name="input">The rest of what it reads.</param>
    public async Task<Ran> EndAsync(string? input = null)
    {
        if (input is not null)
        {
            await TypeAsync(input);
        }

        if (!_process.StartInfo.FileName.Contains("script", StringComparison.Ordinal))
        {
            _process.StandardInput.Close();
        }

        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _reading;
        return new(_process.ExitCode, Said, await _errors);
    }

    /// <summary>What a terminal shows, without what it obeys.</summary>
    public static string Plain(string text) => Controls().Replace(text, "").ReplaceLineEndings("\n");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _news.Dispose();
    }

    private static ProcessStartInfo With(IReadOnlyDictionary<string, string?> environment, string file, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(file, words);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is var read and > 0)
        {
            lock (_said)
            {
                _said.Append(buffer, 0, read);
            }

            _news.Release();
        }

        _news.Release();
    }

    [GeneratedRegex(@"\u001b(\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Controls();
}
