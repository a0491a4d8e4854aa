using System.CommandLine;
using System.Text.Json;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;
using Switchyard.Cli.Transfers;
using Switchyard.Client.Http;

namespace Switchyard.Cli.Tickets;

/// <summary>Archives for services, and their results.</summary>
internal static class TicketCommands
{
    public static Command Create() => new("tickets", "Archives for services: submit, wait, fetch the result")
    {
        Services(),
        Submit(),
        Status(),
        Wait(),
        Fetch(),
        Cancel(),
    };

    private static Command Services() => new Command("services", "What some compute source may run")
        .Example("switchyard tickets services")
        .Does(async session =>
        {
            IReadOnlyList<Column> columns =
            [
                new("SERVICE", service => service.Text("name")),
                new("INPUTS", service => service.Of("interface") is { ValueKind: JsonValueKind.Object } inputs ? string.Join(", ", inputs.EnumerateObject().Select(input => input.Name)) : "") { IsLong = true },
                new("DESCRIPTION", service => service.Text("description")) { IsLong = true },
            ];
            session.Show(await session.Api.GetAsync(Paths.Of("services"), session.Cancelled), columns, "There are no services.");
        });

    private static Command Submit()
    {
        var service = new Argument<string>("service") { Description = "What is to run" };
        service.CompletesWith(Names.Services);
        var archive = new Argument<FileInfo>("archive") { Description = "A .tar.gz with its inputs" };
        archive.AcceptExistingOnly();
        var wait = new Option<bool>("--wait") { Description = "Wait for its end, and fetch the result into --output" };
        var file = new Option<string?>("--output", "-o") { Description = "Where the result goes. Default: <id>.tar.gz", HelpName = "file" };
        return new Command("submit", "Upload an archive for a service; the answer alone tells the token") { service, archive, wait, file }
            .Example("switchyard tickets submit Threshold in.tar.gz --json > ticket.json", "switchyard tickets submit Threshold in.tar.gz --wait -o out.tar.gz")
            .Does(async session =>
            {
                var made = await Upload.SendAsync(session, session.Get(service), session.Get(archive));
                if (!session.Get(wait))
                {
                    session.Tell(made, ticket => $"ticket {ticket.Text("id")}, token {ticket.Text("token")}");
                    return ExitCode.Ok;
                }

                session.Screen.Note($"Ticket {made.Json.Text("id")}, token {made.Json.Text("token")}; waiting for its end.");
                var ticket = new TicketName(made.Json.Count("id"), made.Json.Text("token"));
                var end = await EndAsync(session, ticket);
                if (end.Json.Text("status") != "completed")
                {
                    return Tell(session, end);
                }

                await Download.ToFileAsync(session, $"{ticket.Path}/result", session.Get(file) ?? $"{ticket.Id}.tar.gz", ticket.Header);
                return ExitCode.Ok;
            });
    }

    private static Command Status()
    {
        var name = new TicketArguments();
        return new Command("status", "How a ticket stands") { name.Id }
            .With(name.Options)
            .Example("switchyard tickets status --ticket ticket.json")
            .Does(async session =>
            {
                Tell(session, await session.Api.ReadAsync(Look(await name.ReadAsync(session)), session.Cancelled));
            });
    }

    private static Command Wait()
    {
        var name = new TicketArguments();
        return new Command("wait", "Wait until a ticket has ended; 1 when it did not complete") { name.Id }
            .With(name.Options)
            .Example("switchyard tickets wait 1042 --token abc")
            .Does(async session => Tell(session, await EndAsync(session, await name.ReadAsync(session))));
    }

    private static Command Fetch()
    {
        var (name, file) = (new TicketArguments(), new Option<string?>("--output", "-o") { Description = "Where to. Default: <id>.tar.gz", HelpName = "file" });
        return new Command("download", "Fetch the result as a file, which is there whole or not at all") { name.Id, file }
            .With(name.Options)
            .Example("switchyard tickets download --ticket ticket.json -o out.tar.gz")
            .Does(async session =>
            {
                var ticket = await name.ReadAsync(session);
                await Download.ToFileAsync(session, $"{ticket.Path}/result", session.Get(file) ?? $"{ticket.Id}.tar.gz", ticket.Header);
            });
    }

    private static Command Cancel()
    {
        var name = new TicketArguments();
        return new Command("cancel", "End it; when this ends, nothing of it runs any more") { name.Id }
            .With(name.Options)
            .Example("switchyard tickets cancel --ticket ticket.json")
            .Does(async session =>
            {
                var ticket = await name.ReadAsync(session);
                var call = new ApiCall(HttpMethod.Post, $"{ticket.Path}/cancel") { Headers = ticket.Header, Repeatable = false };
                session.Tell(await session.Api.ReadAsync(call, session.Cancelled), now => $"{now.Text("id")} {now.Text("status")}");
            });
    }

    private static ApiCall Look(TicketName ticket) => new(HttpMethod.Get, ticket.Path) { Headers = ticket.Header };

    private static Task<Answer> EndAsync(Session session, TicketName ticket) => Ends.OfAsync(session, Look(ticket), session.Cancelled);

    private static int Tell(Session session, Answer ticket)
    {
        session.Show(ticket, json => Sheet.Facts(
            session.Screen.Width,
            ("id", json.Text("id")),
            ("service", json.Text("service")),
            ("status", Looks.State(json.Text("status"))),
            ("created", session.Times.At(json, "createdAt")),
            ("started", session.Times.At(json, "startedAt")),
            ("finished", session.Times.At(json, "finishedAt")),
            ("source", json.Text("source")),
            ("position", json.Text("position")),
            ("waits", json.Of("waiting").Text("text")),
            ("exit code", json.Text("exitCode")),
            ("error", new(json.Text("error"), Looks.Bad)),
            ("result", json.Count("resultLength") is var length and > 0 ? Words.Bytes(length) : "")));
        return ticket.Json.Text("status") == "completed" ? ExitCode.Ok : ExitCode.Failed;
    }
}
