using System.CommandLine;
using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Keys;

/// <summary>API keys.</summary>
internal static class KeyCommands
{
    private static readonly string[] Roles = ["viewer", "client", "worker", "operator", "admin"];

    public static Command Create() => new("keys", "API keys: who may what") { List(), Make(), Revoke() };

    private static Command List() => new Command("list", "All keys without their secrets, newest first")
        .Example("switchyard keys list")
        .Does(async session =>
        {
            var times = session.Times;
            IReadOnlyList<Column> columns =
            [
                new("ID", key => key.Text("id")),
                new("NAME", key => key.Text("name")) { IsLong = true },
                new("ROLE", key => key.Text("role")),
                new("CREATED", key => times.At(key, "created")) { Spare = 2 },
                new("EXPIRES", key => times.At(key, "expires")),
                new("USED", key => times.At(key, "lastUsed")) { Spare = 1 },
                new("REVOKED", key => new(times.At(key, "revoked"), Looks.Bad)),
                new("DOORS", key => key.Words("doors")) { IsLong = true },
                new("QUEUES", key => key.Words("queues")) { IsLong = true },
            ];
            session.Show(await session.Api.GetAsync(Paths.Of("keys"), session.Cancelled), columns, "There are no keys.");
        });

    private static Command Make()
    {
        var name = new Argument<string>("name") { Description = "Whose it is, for people" };
        var role = new Option<string>("--role") { Description = "What it may", HelpName = string.Join('|', Roles), Required = true };
        role.CompletionSources.Add(Roles);
        var expires = new Option<string?>("--expires") { Description = "So long it is good. Default: for ever", HelpName = "span" };
        var doors = new Option<string[]>("--door") { Description = "For these doors alone; may be said several times", HelpName = "name" };
        var queues = new Option<string[]>("--queue") { Description = "For these queues alone; may be said several times", HelpName = "name" };
        var file = new Option<string?>("--output", "-o") { Description = "Write the key into a new file that its owner alone may read, and do not print it", HelpName = "file" };
        return new Command("create", "Make a key; the secret is told this once") { name, role, expires, doors, queues, file }
            .Example("switchyard keys create importer --role client --expires 90d --queue greetings -o importer.key")
            .Does(async session =>
            {
                var body = new JsonObject { ["name"] = session.Get(name), ["role"] = session.Get(role) };
                Add(body, "expires", Spans.ToJson(session.Get(expires)));
                Add(body, "doors", ListOf(session.Get(doors)));
                Add(body, "queues", ListOf(session.Get(queues)));
                // Before the key is made: what cannot be written would be lost.
                await using var secret = session.Get(file) is { } path ? NewFile(path) : null;
                Answer made;
                try
                {
                    made = await session.Api.PostAsync(Paths.Of("keys"), body, session.Cancelled, once: Api.NewKey());
                }
                catch when (secret is not null)
                {
                    // Empty, it would keep the next try from its name.
                    await secret.DisposeAsync();
                    File.Delete(secret.Name);
                    throw;
                }

                if (secret is not null)
                {
                    await secret.WriteAsync(System.Text.Encoding.UTF8.GetBytes(made.Json.Text("key") + "\n"), session.Cancelled);
                    session.TellDone($"{made.Json.Text("id")}: its key is in {session.Get(file)}");
                    return;
                }

                session.Tell(made, key => key.Text("key"));
            });
    }

    private static Command Revoke()
    {
        var (ids, confirmation) = (new Argument<string[]>("id") { Description = "Ids of keys", Arity = ArgumentArity.OneOrMore }, new Confirmation());
        return new Command("revoke", "Revoke keys: within seconds they open nothing on any node") { ids }
            .With(confirmation.Yes)
            .Example("switchyard keys revoke k7x2m9 --yes")
            .Does(async session =>
            {
                if (!await confirmation.AskAsync(session, $"Revoke {Words.Count(session.Get(ids).Length, "key")}?"))
                {
                    return ExitCode.Refused;
                }

                foreach (var id in session.Get(ids))
                {
                    await session.Api.DeleteAsync(Paths.Of("keys", id), session.Cancelled);
                    session.TellDone($"{id} revoked");
                }

                return ExitCode.Ok;
            });
    }

    private static void Add(JsonObject body, string name, JsonNode? value)
    {
        if (value is not null)
        {
            body[name] = value;
        }
    }

    private static JsonArray? ListOf(string[]? words) => words is { Length: > 0 } ? new JsonArray([.. words.Select(word => (JsonNode)word)]) : null;

    private static FileStream NewFile(string path) => OperatingSystem.IsWindows()
        ? new(path, FileMode.CreateNew)
        : new(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
}
