using Spectre.Console;
using Spectre.Console.Rendering;

namespace Switchyard.Cli.Output;

/// <summary>Where things are shown: results on standard output, all else on standard error.</summary>
internal sealed class Screen
{
    /// <summary>A program that reads the output wants whole lines.</summary>
    private const int Unbounded = 10_000;

    private readonly bool _hasColours = Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 } && Environment.GetEnvironmentVariable("TERM") is not "dumb";
    private readonly TextWriter _out = Console.Out;
    private readonly Lazy<IAnsiConsole> _notes;

    public Screen()
    {
        _notes = new(() => ConsoleOn(Console.Error, IsWatched, HasNotes ? null : Unbounded));
    }

    /// <summary>Whether somebody sees the output as it comes.</summary>
    public bool IsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Whether somebody sees the notes.</summary>
    public bool HasNotes { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether somebody can answer.</summary>
    public bool CanAsk => !Console.IsInputRedirected && HasNotes;

    /// <summary>In columns.</summary>
    public int Width => IsTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : Unbounded;

    /// <summary>In lines.</summary>
    public int Height => IsTerminal && Console.WindowHeight > 0 ? Console.WindowHeight : Unbounded;

    private bool IsWatched => _hasColours && HasNotes;

    /// <summary>As it is.</summary>
    public void Write(string text) => _out.Write(text);

    /// <summary>As it is, with the end of a line.</summary>
    public void Line(string text = "") => _out.WriteLine(text);

    /// <summary>A document of the API: as it came, in lines of its own.</summary>
    public void Json(string document) => _out.WriteLine(document.TrimEnd());

    public void Show(IRenderable what) => _out.Write(Render(what));

    /// <summary>What would be shown.</summary>
    public string Render(IRenderable what)
    {
        using var text = new StringWriter();
        ConsoleOn(text, IsTerminal && _hasColours, Width).Write(what);
        // Padding at the end of a line says nothing, and breaks lines of terminals.
        var lines = text.ToString().Split('\n').Select(line => line.TrimEnd());
        return string.Join('\n', lines);
    }

    /// <summary>For people: it is no part of the result.</summary>
    public void Note(string text) => _notes.Value.WriteLine(CleanText.Lines(text));

    public void Problem(string text)
    {
        _notes.Value.Write(new Text("switchyard: ", Looks.Bad));
        _notes.Value.WriteLine(CleanText.Lines(text));
    }

    /// <summary>Shows how far something is, where somebody sees it.</summary>
    /// <param name="most">Null: nobody knows.</param>
    /// <param name="work">Says how far it is.</param>
    /// <param name="isLoud">It writes results meanwhile: on one terminal both would be in each other's way.</param>
    public async Task<T> ProgressAsync<T>(string title, double? most, Func<IProgress<(double Done, double? Most)>, Task<T>> work, bool isLoud = false)
    {
        if (!HasNotes || (isLoud && IsTerminal))
        {
            return await work(new Silence());
        }

        return await _notes.Value.Progress().HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: most ?? 1);
                bar.IsIndeterminate = most is null;
                return await work(new Bar(bar));
            });
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool hasColours, int? width)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = hasColours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = hasColours ? InteractionSupport.Detect : InteractionSupport.No,
        });
        console.Profile.Width = width ?? console.Profile.Width;
        return console;
    }

    private sealed class Bar(ProgressTask task) : IProgress<(double Done, double? Most)>
    {
        public void Report((double Done, double? Most) value)
        {
            task.MaxValue = Math.Max(1, value.Most ?? task.MaxValue);
            task.IsIndeterminate = value.Most is null && task.IsIndeterminate;
            task.Value = value.Done;
        }
    }

    private sealed class Silence : IProgress<(double Done, double? Most)>
    {
        public void Report((double Done, double? Most) value)
        {
        }
    }
}
