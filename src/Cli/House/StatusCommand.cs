using System.CommandLine;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.House;

/// <summary>How it stands, on one screen.</summary>
internal static class StatusCommand
{
    public static Command Create() => new Command("status", "How it stands: health, what needs attention, doors, queues, sources; 1 when work does not go on somewhere")
        .Example("switchyard status || notify 'look at the yard'", "switchyard status --json | jq '.concerns[].text'")
        .Does(async session =>
        {
            var now = await Picture.ReadAsync(session.Api, session.Cancelled);
            if (session.IsJson)
            {
                session.Screen.Json(now.ToJson());
            }
            else
            {
                session.Screen.Show(PictureView.Of(now, session.Times, session.Settings.Shown, session.Screen.Width));
            }

            return now.IsWell ? ExitCode.Ok : ExitCode.Failed;
        });
}
