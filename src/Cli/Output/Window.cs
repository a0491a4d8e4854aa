namespace Switchyard.Cli.Output;

/// <summary>The whole terminal, drawn again and again; as it was, afterwards.</summary>
internal sealed class Window : IDisposable
{
    private const string Escape = "\u001b[";

    private readonly Screen _screen;

    public Window(Screen screen)
    {
        _screen = screen;
        // The other page of the terminal, without a cursor.
        screen.Write($"{Escape}?1049h{Escape}?25l{Escape}2J");
    }

    /// <summary>What does not fit is cut off.</summary>
    public void Show(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n').Take(_screen.Height - 1);
        _screen.Write($"{Escape}H{string.Join('\n', lines.Select(line => $"{line}{Escape}K"))}{Escape}J");
    }

    public void Dispose() => _screen.Write($"{Escape}?25h{Escape}?1049l");
}
