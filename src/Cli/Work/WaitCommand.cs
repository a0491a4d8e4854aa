using System.CommandLine;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>Waits until items have ended.</summary>
internal static class WaitCommand
{
    public static Command Create()
    {
        var ids = new Argument<long[]>("id") { Description = "Numbers of items", Arity = ArgumentArity.OneOrMore };
        var most = new Option<string?>("--timeout") { Description = "Wait no longer than this; then it is 1", HelpName = "span" };
        return new Command("wait", "Wait until items have ended; 1 when one did not complete") { ids, most }
            .Example("switchyard work wait 1042 1043 --timeout 5m && echo done")
            .Does(async session =>
            {
                using var limit = new CancellationTokenSource(session.Get(most) is { } typed ? Spans.Read(typed) : Timeout.InfiniteTimeSpan, session.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, session.Cancelled);
                var code = ExitCode.Ok;
                foreach (var id in session.Get(ids))
                {
                    try
                    {
                        code = Tell(session, await Ends.OfAsync(session, new(HttpMethod.Get, Paths.Of("work", $"{id}")), either.Token)) ? code : ExitCode.Failed;
                    }
                    catch (OperationCanceledException) when (limit.IsCancellationRequested)
                    {
                        session.Screen.Problem($"{id} has not ended within {session.Get(most)}.");
                        return ExitCode.Failed;
                    }
                }

                return code;
            });
    }

    private static bool Tell(Session session, Answer item)
    {
        session.Show(item, json => Sheet.Of(WorkColumns.Of(session.Times), [json], session.Screen.Width, hasHead: false));
        return item.Json.Text("status") == "completed";
    }
}
