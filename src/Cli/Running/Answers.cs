using System.Text.Json;
using Switchyard.Cli.Http;

namespace Switchyard.Cli.Running;

/// <summary>Shows what an act came to.</summary>
internal static class Answers
{
    /// <summary>The answer as it is for programs, else a line.</summary>
    public static void Tell(this Session session, Answer answer, Func<JsonElement, string> line)
    {
        if (session.IsJson)
        {
            session.Screen.Json(answer.Text);
        }
        else
        {
            session.Screen.Line(Output.CleanText.Line(line(answer.Json)));
        }
    }

    /// <summary>An answer without a body.</summary>
    public static void TellDone(this Session session, string line)
    {
        if (!session.IsJson)
        {
            session.Screen.Line(Output.CleanText.Line(line));
        }
    }
}
