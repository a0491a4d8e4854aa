using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Tables;

/// <summary>Lets the node import its input directory.</summary>
internal static class ImportCommand
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var requeue = new Option<bool>("--requeue") { Description = "Tables whose file or targets changed become work again" };
        var gone = new Option<bool>("--remove-gone") { Description = "Targets that are not in the files any more are removed" };
        var wait = new Option<bool>("--no-wait") { Description = "Do not wait for its end" };
        return new Command("import", "Import the node's input directory: new tables, changed files, later targets; 1 when it failed") { requeue, gone, wait }
            .Example("switchyard tables import --requeue")
            .Does(async session =>
            {
                var body = new JsonObject { ["requeue"] = session.Get(requeue), ["removeGone"] = session.Get(gone) };
                var progress = await session.Api.PostAsync(Paths.Of("tables", "import"), body, session.Cancelled, once: Api.NewKey());
                if (!session.Get(wait))
                {
                    progress = await session.Screen.ProgressAsync<Answer>("importing", most: null, bar => EndAsync(session, bar));
                }

                session.Tell(progress, Line);
                return progress.Json.Text("phase") == "failed" ? ExitCode.Failed : ExitCode.Ok;
            });
    }

    private static async Task<Answer> EndAsync(Session session, IProgress<(double, double?)> bar)
    {
        while (true)
        {
            var now = await session.Api.GetAsync(Paths.Of("tables", "import"), session.Cancelled);
            bar.Report((now.Json.Count("tablesStored") + now.Json.Count("tablesKnown"), now.Json.Count("tablesFound") is var found and > 0 ? found : null));
            if (now.Json.Text("phase") is "finished" or "failed" or "idle")
            {
                return now;
            }

            await session.PauseAsync(Every);
        }
    }

    private static string Line(JsonElement import) => import.Said("error") is { } error
        ? $"{import.Text("phase")}: {error}"
        : $"{import.Text("phase")}: {Words.Of(import.Count("tablesStored"))} new, {Words.Of(import.Count("tablesKnown"))} known, {Words.Of(import.Count("tablesUnreadable"))} unreadable, "
        + $"{Words.Count(import.Count("targetsAdded"), "target")} added, {Words.Count(import.Count("problemCount"), "problem")}";
}
