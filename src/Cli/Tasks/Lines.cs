using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Tasks;

/// <summary>Submits a task for each line, without holding all of them. A line that is refused is refused alone.</summary>
internal static class Lines
{
    /// <summary>Each request has so many: its answer comes soon.</summary>
    private const int Batch = 1_000;

    /// <param name="file">-: standard input.</param>
    /// <param name="queue">Of payloads; null: lines are whole tasks.</param>
    /// <param name="fields">Of every task that does not say its own.</param>
    /// <param name="once">Null: what is sent twice is submitted once, but what is run twice is submitted twice.</param>
    public static async Task<int> SubmitAsync(Session session, string file, string? queue, JsonObject fields, string? once)
    {
        using var reader = file == "-" ? new StreamReader(Console.OpenStandardInput()) : new StreamReader(file);
        double? length = file == "-" ? null : reader.BaseStream.Length;
        var (line, accepted, refused, key) = (0L, 0L, 0L, once ?? Api.NewKey());
        await session.Screen.ProgressAsync("submitting", length, async progress =>
        {
            var batch = new List<(long Line, JsonObject Task)>();
            for (var part = 0; ; part++)
            {
                batch.Clear();
                while (batch.Count < Batch && await reader.ReadLineAsync(session.Cancelled) is { } text)
                {
                    line++;
                    if (string.IsNullOrWhiteSpace(text))
                    {
                        continue;
                    }

                    if (TaskOf(text, queue, fields, out var problem) is { } task)
                    {
                        batch.Add((line, task));
                    }
                    else
                    {
                        refused++;
                        session.Screen.Problem($"line {line}: {problem}");
                    }
                }

                if (batch.Count == 0)
                {
                    return 0;
                }

                var body = new JsonArray([.. batch.Select(one => (JsonNode)one.Task)]);
                var answer = await session.Api.PostAsync(Paths.Of("tasks"), body, session.Cancelled, $"{key}-{part}");
                foreach (var ((at, _), made) in batch.Zip(answer.Items))
                {
                    var isIn = made.Said("id") is not null;
                    (accepted, refused) = isIn ? (accepted + 1, refused) : (accepted, refused + 1);
                    Tell(session, at, made, isIn);
                }

                progress.Report((length is null ? line : reader.BaseStream.Position, length));
            }
        }, isLoud: true);
        session.Screen.Note($"{Words.Count(accepted, "task")} submitted{(refused > 0 ? $", {Words.Of(refused)} refused" : "")}.");
        return refused > 0 ? ExitCode.Refused : ExitCode.Ok;
    }

    private static void Tell(Session session, long line, JsonElement made, bool isIn)
    {
        if (session.IsJson)
        {
            session.Screen.Json(made.GetRawText());
        }
        else if (isIn)
        {
            session.Screen.Line(made.Text("id"));
        }
        else
        {
            session.Screen.Problem($"line {line}: {made.Of("error").Said("detail") ?? made.Of("error").Said()}");
        }
    }

    /// <returns>Null: it is none, and the problem says why.</returns>
    private static JsonObject? TaskOf(string text, string? queue, JsonObject fields, out string problem)
    {
        problem = "It must be a task: {\"queue\": ..., \"payload\": ...}";
        var task = (JsonObject)fields.DeepClone();
        try
        {
            var read = JsonNode.Parse(text, documentOptions: Payload.Deep);
            if (queue is not null)
            {
                (task["queue"], task["payload"]) = (queue, read);
                return task;
            }

            if (read is not JsonObject whole)
            {
                return null;
            }

            foreach (var (name, value) in whole)
            {
                task[name] = value?.DeepClone();
            }

            return task;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // An argument: the same member twice.
            problem = $"it is no JSON: {e.Message}";
            return null;
        }
    }
}
