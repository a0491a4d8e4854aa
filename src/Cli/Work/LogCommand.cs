using System.CommandLine;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;
using Switchyard.Client.Http;

namespace Switchyard.Cli.Work;

/// <summary>What an item wrote: all, an end of it, or as it is written.</summary>
internal static class LogCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var id = new Argument<long>("id") { Description = "The number of an item" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the item has ended; 1 when it did not complete" };
        var head = new Option<int?>("--head") { Description = "So many of the first lines", HelpName = "lines" };
        var tail = new Option<int?>("--tail") { Description = "So many of the last lines", HelpName = "lines" };
        return new Command("log", "What an item wrote") { id, follow, head, tail }
            .Example("switchyard work log 1042 -f --tail 20")
            .Does(async session => session.Get(follow)
                ? await FollowAsync(session, session.Get(id), session.Get(tail))
                : await ShowAsync(session, session.Get(id), session.Get(head), session.Get(tail)));
    }

    private static async Task<int> ShowAsync(Session session, long id, int? head, int? tail)
    {
        var log = await session.Api.GetAsync(Query.Of(Paths.Of("work", $"{id}", "log"), ("head", head), ("tail", tail)), session.Cancelled);
        if (session.IsJson)
        {
            session.Screen.Json(new JsonObject { ["text"] = log.Text }.ToJsonString());
        }
        else
        {
            Write(session, log.Text);
            EndLine(session, log.Text);
        }

        return ExitCode.Ok;
    }

    /// <summary>A log whose stream breaks is read again from where it was.</summary>
    private static async Task<int> FollowAsync(Session session, long id, int? tail)
    {
        var (written, last) = (0L, "");
        while (true)
        {
            var path = Query.Of(Paths.Of("work", $"{id}", "log"), ("follow", "true"), ("tail", tail));
            using var answer = await session.Api.OpenAsync(new(HttpMethod.Get, path) { Headers = [("Accept", "text/event-stream")] }, session.Cancelled);
            await using var body = await answer.Message.Content.ReadAsStreamAsync(session.Cancelled);
            try
            {
                var (skip, hasBegun) = (written, false);
                await foreach (var piece in SseParser.Create(body).EnumerateAsync(session.Cancelled))
                {
                    var data = Answer.Parse(piece.Data);
                    if (piece.EventType == "end")
                    {
                        return End(session, piece.Data, data, last);
                    }

                    if (session.IsJson)
                    {
                        session.Screen.Json(new JsonObject { ["event"] = piece.EventType, ["text"] = data.Said("text") }.ToJsonString());
                    }
                    else if (piece.EventType == "reset")
                    {
                        // The first says that it begins; a later one, that what came before is no more.
                        if (hasBegun)
                        {
                            (skip, written, tail) = (0, 0, null);
                        }

                        hasBegun = true;
                    }
                    else if (piece.EventType == "log")
                    {
                        var text = data.Text("text");
                        var known = (int)Math.Min(skip, text.Length);
                        (skip, written) = (skip - known, written + text.Length - known);
                        last = text;
                        Write(session, text[known..]);
                    }
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                session.Screen.Note("The connection broke; looking again.");
            }

            // Of a log that was begun at its end nobody knows how much was left out: it is shown whole after a break.
            (written, tail) = (tail is null ? written : 0, null);
            await session.PauseAsync(Pause);
        }
    }

    private static int End(Session session, string text, JsonElement data, string last)
    {
        var (status, error) = (data.Said("status"), data.Said("error"));
        if (session.IsJson)
        {
            session.Screen.Json(text);
        }
        else
        {
            EndLine(session, last);
            session.Screen.Note(error is null ? $"It is {status ?? "gone"}." : $"It is {status}: {error}");
        }

        return status == "completed" ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>What comes next on a terminal begins a line.</summary>
    private static void EndLine(Session session, string text)
    {
        if (session.Screen.IsTerminal && text is [.., not '\n'])
        {
            session.Screen.Line();
        }
    }

    /// <summary>A terminal is not to obey what others wrote; a file gets it as it is.</summary>
    private static void Write(Session session, string text) => session.Screen.Write(session.Screen.IsTerminal ? CleanText.Lines(text) : text);
}
