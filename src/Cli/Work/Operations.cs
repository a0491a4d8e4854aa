using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>Acts on many items, which the cluster does by itself.</summary>
internal static class Operations
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <summary>Shows how far it is until it is done. Whoever stops waiting does not stop it.</summary>
    /// <param name="done">What the items are then.</param>
    public static async Task<int> WaitAsync(Session session, long operation, string done)
    {
        try
        {
            var status = await session.Screen.ProgressAsync<Answer>($"operation {operation}", most: null, progress => EndAsync(session, operation, progress));
            session.Tell(status, act => $"{Words.Count(act.Count("done"), "item")} {done}.");
            return status.Json.Text("state") == "done" ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            session.Screen.Note($"The cluster goes on with it: switchyard work operation {operation}");
            throw;
        }
    }

    private static async Task<Answer> EndAsync(Session session, long operation, IProgress<(double, double?)> progress)
    {
        while (true)
        {
            var status = await session.Api.GetAsync(Paths.Of("operations", $"{operation}"), session.Cancelled);
            progress.Report((status.Json.Count("done"), status.Json.Count("of")));
            if (status.Json.Text("state") != "running")
            {
                return status;
            }

            await session.PauseAsync(Every);
        }
    }
}
