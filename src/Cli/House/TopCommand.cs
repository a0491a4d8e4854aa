using System.CommandLine;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.House;

/// <summary>The same as it changes.</summary>
internal static class TopCommand
{
    private static readonly TimeSpan KeyEvery = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        var every = new Option<string?>("--every") { Description = "Between two looks. Default: 2s", HelpName = "span" };
        return new Command("top", "How it stands, as it changes; q ends it. What is no terminal gets one picture") { every }
            .Example("switchyard top --every 5s")
            .Does(async session =>
            {
                var pause = session.Get(every) is { } typed ? Spans.Read(typed) : TimeSpan.FromSeconds(2);
                if (session.IsJson || !session.Screen.IsTerminal)
                {
                    var now = await Picture.ReadAsync(session.Api, session.Cancelled);
                    session.Screen.Write(session.IsJson ? now.ToJson() + "\n" : FrameOf(session, now));
                    return;
                }

                await LiveAsync(session, pause);
            });
    }

    private static async Task LiveAsync(Session session, TimeSpan pause)
    {
        using var window = new Window(session.Screen);
        try
        {
            do
            {
                window.Show(await TryAsync(session));
            }
            while (await WaitAsync(session, pause));
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is as good as q.
        }
    }

    /// <summary>A node that is away for a moment is no reason to end.</summary>
    private static async Task<string> TryAsync(Session session)
    {
        try
        {
            return FrameOf(session, await Picture.ReadAsync(session.Api, session.Cancelled));
        }
        catch (Exception e) when (e is not OperationCanceledException && Failures.Of(e, session.Settings.Shown) is { Code: ExitCode.Unreachable } known)
        {
            return CleanText.Lines(known.Text);
        }
    }

    private static string FrameOf(Session session, Picture now) =>
        session.Screen.Render(PictureView.Of(now, session.Times, session.Settings.Shown, session.Screen.Width));

    /// <returns>False: somebody wants it to end.</returns>
    private static async Task<bool> WaitAsync(Session session, TimeSpan pause)
    {
        var began = session.Time.GetTimestamp();
        do
        {
            while (!Console.IsInputRedirected && Console.KeyAvailable)
            {
                switch (Console.ReadKey(intercept: true).Key)
                {
                    case ConsoleKey.Q or ConsoleKey.Escape:
                        return false;
                    case ConsoleKey.Spacebar:
                        return true;
                }
            }

            await session.PauseAsync(KeyEvery);
        }
        while (session.Time.GetElapsedTime(began) < pause);

        return true;
    }
}
