using System.CommandLine;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Tasks;

/// <summary>Submits one task, or many as lines of JSON.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var queue = new Argument<string?>("queue") { Description = "Where to; lines can say their own", Arity = ArgumentArity.ZeroOrOne };
        queue.CompletesWith(Names.Queues);
        var payload = new Argument<string?>("payload") { Description = "JSON; @FILE: what is in a file; -: what comes on standard input", Arity = ArgumentArity.ZeroOrOne };
        var lines = new Option<string?>("--lines") { Description = "Many: a file with a JSON payload a line, or with a whole task a line where no queue is said; -: standard input", HelpName = "file" };
        var wait = new Option<bool>("--wait") { Description = "Wait for the end, and print the result; 1 when it did not complete" };
        var once = new Option<string?>("--idempotency-key") { Description = "Under the same key the same tasks are not submitted again for 24 hours", HelpName = "text" };
        var fields = new TaskFields();
        return new Command("submit", "Submit tasks") { queue, payload, lines, wait, once }
            .With(fields.Options)
            .Example(
                """switchyard submit greetings '{"name": "Ann"}' --wait""",
                "switchyard submit thumbnails @photo.json --priority 5 --tag album",
                "generate | switchyard submit greetings --lines - --idempotency-key nightly-2026-01-31")
            .Does(async session =>
            {
                var task = fields.Read(session);
                if (session.Get(lines) is { } file)
                {
                    if (session.Get(payload) is not null || session.Get(wait))
                    {
                        throw new UsageException("--lines has the payloads, and does not wait.");
                    }

                    return await Lines.SubmitAsync(session, file, session.Get(queue), task, session.Get(once));
                }

                task["queue"] = session.Get(queue) ?? throw new UsageException("Say the queue.");
                task["payload"] = await Payload.ReadAsync(session.Get(payload), session.Cancelled);
                var made = await session.Api.PostAsync(Paths.Of("tasks"), task, session.Cancelled, session.Get(once) ?? Api.NewKey());
                return session.Get(wait)
                    ? await Result.WaitAsync(session, made.Json.Count("id"))
                    : Tell(session, made);
            });
    }

    private static int Tell(Session session, Answer made)
    {
        session.Tell(made, task => task.Is("existing") ? $"{task.Text("id")} (it was there)" : task.Text("id"));
        return ExitCode.Ok;
    }
}
