using System.Text.Json;
using Spectre.Console.Rendering;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;

namespace Switchyard.Cli.Running;

/// <summary>Shows what an act came to.</summary>
internal static class Answers
{
    /// <summary>The answer as it is for programs, else a line.</summary>
    public static void Tell(this Session session, Answer answer, Func<JsonElement, string> line) =>
        Tell(session, answer, () => session.Screen.Line(CleanText.Line(line(answer.Json))));

    /// <summary>The answer as it is for programs, else a sheet.</summary>
    public static void Show(this Session session, Answer answer, Func<JsonElement, IRenderable> sheet) =>
        Tell(session, answer, () => session.Screen.Show(sheet(answer.Json)));

    /// <summary>A list as it is for programs, else a row for each of it.</summary>
    /// <param name="none">What to say when it is empty.</param>
    public static void Show(this Session session, Answer list, IReadOnlyList<Column> columns, string none) => Tell(session, list, () =>
    {
        if (list.Items.Any())
        {
            session.Screen.Show(Sheet.Of(columns, list.Items, session.Screen.Width));
        }
        else
        {
            session.Screen.Note(none);
        }
    });

    /// <summary>An answer without a body.</summary>
    public static void TellDone(this Session session, string line)
    {
        if (!session.IsJson)
        {
            session.Screen.Line(CleanText.Line(line));
        }
    }

    private static void Tell(Session session, Answer answer, Action show)
    {
        if (session.IsJson)
        {
            session.Screen.Json(answer.Text);
        }
        else
        {
            show();
        }
    }
}
