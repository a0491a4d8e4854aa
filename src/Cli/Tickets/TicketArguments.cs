using System.CommandLine;
using Switchyard.Cli.Http;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Tickets;

/// <summary>Which ticket, and what proves that it is the caller's.</summary>
internal sealed class TicketArguments
{
    private readonly Option<string?> _token = new("--token") { Description = "What was told when it was made. Default: SWITCHYARD_TICKET_TOKEN", HelpName = "text" };
    private readonly Option<string?> _file = new("--ticket") { Description = "A file with what 'tickets submit --json' printed, instead of id and token", HelpName = "file" };

    public Argument<long?> Id { get; } = new("id") { Description = "Its number", Arity = ArgumentArity.ZeroOrOne };

    public IEnumerable<Option> Options => [_token, _file];

    /// <exception cref="UsageException">It was not said.</exception>
    public async Task<TicketName> ReadAsync(Session session)
    {
        if (session.Get(_file) is { } file)
        {
            var made = Answer.Parse(await File.ReadAllTextAsync(file, session.Cancelled));
            return new(made.Count("id"), made.Text("token"));
        }

        return new(
            session.Get(Id) ?? throw new UsageException("Say the ticket's number, or --ticket FILE."),
            session.Get(_token) ?? Environment.GetEnvironmentVariable("SWITCHYARD_TICKET_TOKEN") ?? throw new UsageException("Say --token, or --ticket FILE."));
    }
}

/// <param name="Id">Of the ticket.</param>
/// <param name="Token">Whoever has it has the ticket.</param>
internal sealed record TicketName(long Id, string Token)
{
    public string Path => Paths.Of("tickets", $"{Id}");

    public IReadOnlyList<(string, string)> Header => [("X-Ticket-Token", Token)];
}
