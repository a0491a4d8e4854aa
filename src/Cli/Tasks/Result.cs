using Switchyard.Cli.Http;
using Switchyard.Cli.Running;
using Switchyard.Client.Http;
using Switchyard.Client.Tasks;

namespace Switchyard.Cli.Tasks;

/// <summary>What came of a task.</summary>
internal static class Result
{
    /// <summary>Waits for the end, and prints the result alone, or the whole task for programs.</summary>
    public static async Task<int> WaitAsync(Session session, long id)
    {
        session.Screen.Note($"Task {id}; waiting for its end.");
        Answer task;
        do
        {
            var path = Query.Of(Paths.Of("tasks", $"{id}"), ("wait", (int)TasksClient.LongestWait.TotalSeconds));
            task = await session.Api.GetAsync(path, TasksClient.LongestWait, session.Cancelled);
        }
        while (task.Json.Text("status") is "queued" or "running");

        var isGood = task.Json.Text("status") == "completed";
        if (session.IsJson)
        {
            session.Screen.Json(task.Text);
        }
        else if (isGood)
        {
            session.Screen.Line(task.Json.Of("result") is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } result ? result.GetRawText() : "null");
        }
        else
        {
            session.Screen.Problem($"task {id} is {task.Json.Text("status")}: {task.Json.Said("error") ?? "no more was said"}");
        }

        return isGood ? ExitCode.Ok : ExitCode.Failed;
    }
}
