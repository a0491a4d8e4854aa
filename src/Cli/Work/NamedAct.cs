using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;
using Switchyard.Client.Http;

namespace Switchyard.Cli.Work;

/// <summary>An act on items that are named, one after another. One that is refused does not keep the others from it.</summary>
internal static class NamedAct
{
    public static async Task<int> RunAsync(Session session, string word, string done, long[] ids, BulkOptions many, Func<Session, long, Task<Answer>> act)
    {
        if (session.Get(many.DryRun))
        {
            session.Tell(
                new Answer(new JsonObject { ["matches"] = ids.Length }.ToJsonString()), _ => $"{Words.Count(ids.Length, "item")} would be {done}.");
            return ExitCode.Ok;
        }

        // What is deleted is gone; of the others one alone is quickly put right.
        if ((ids.Length > 1 || word == "delete") && !await many.Confirmation.AskAsync(session, $"{Capital(word)} {Words.Count(ids.Length, "item")}?"))
        {
            return ExitCode.Refused;
        }

        var code = ExitCode.Ok;
        foreach (var id in ids)
        {
            try
            {
                var item = await act(session, id);
                if (session.IsJson)
                {
                    session.Screen.Json(item.Text.Length > 0 ? item.Text : $$"""{"id":{{id}},"deleted":true}""");
                }
                else
                {
                    session.Screen.Line($"{id} {done}");
                }
            }
            catch (SwitchyardException e) when (ids.Length > 1 && Failures.Of(e, session.Settings.Shown) is { Code: ExitCode.NotFound or ExitCode.Refused } known)
            {
                session.Screen.Problem($"{id}: {known.Text}");
                code = Math.Max(code, known.Code);
            }
        }

        return code;
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
