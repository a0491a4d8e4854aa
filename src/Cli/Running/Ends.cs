using Switchyard.Cli.Http;
using Switchyard.Client.Http;

namespace Switchyard.Cli.Running;

/// <summary>Waits for the end of an item, whatever its kind.</summary>
internal static class Ends
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Last = TimeSpan.FromSeconds(2);

    /// <param name="call">Asks how the item stands.</param>
    /// <returns>The item as it ended.</returns>
    public static async Task<Answer> OfAsync(Session session, ApiCall call, CancellationToken cancellationToken)
    {
        var isTold = false;
        for (var pause = First; ; pause = pause < Last ? pause * 1.5 : Last)
        {
            try
            {
                var item = await session.Api.ReadAsync(call, cancellationToken);
                if (item.Json.Text("status") is not ("queued" or "running"))
                {
                    return item;
                }
            }
            catch (Exception e) when (e is HttpRequestException or SwitchyardException { Status: >= System.Net.HttpStatusCode.InternalServerError } && pause > First)
            {
                // It was there a moment ago: a node that starts again is waited for.
                if (!isTold)
                {
                    session.Screen.Note($"{session.Settings.Shown} does not answer; looking again.");
                    isTold = true;
                }
            }

            await Task.Delay(pause, session.Time, cancellationToken);
        }
    }
}
