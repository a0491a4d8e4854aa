using Switchyard.Configuration;

namespace Switchyard.Hosting;

/// <summary>
/// What a silo does that cannot go on, above all one that was taken for dead while it was frozen: it ends with one line, for
/// its supervisor to start it again. The framework's own way is an abort with a core dump.
/// </summary>
internal sealed class FatalEnd : IFatalErrorHandler
{
    private int _ends;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        if (Interlocked.Exchange(ref _ends, 1) != 0)
        {
            return;
        }

        // Whoever declared a node dead has given away what it held: every second it goes on is one too many.
        var why = exception is null ? context : $"{context}: {NodeStart.Line(exception)}";
        Console.Error.WriteLine($"Switchyard ends: {why?.ReplaceLineEndings(" ")}");
        Environment.Exit(StartRefusedException.CannotGoOn);
    }
}
