using System.CommandLine;

namespace Switchyard.Cli.Running;

/// <summary>Asks before what cannot be taken back.</summary>
internal sealed class Confirmation
{
    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask" };

    /// <exception cref="UsageException">Nobody is there to answer.</exception>
    public async Task<bool> AskAsync(Session session, string question)
    {
        if (session.Get(Yes))
        {
            return true;
        }

        if (!session.Screen.CanAsk)
        {
            throw new UsageException($"{question} Nobody is here to answer: say --yes.");
        }

        session.Screen.Note($"{question} [y/N]");
        // A read of a terminal cannot be cancelled: it is left behind.
        var answer = await Task.Run(Console.In.ReadLine, session.Cancelled).WaitAsync(session.Cancelled);
        var isYes = answer?.Trim() is "y" or "Y" or "yes";
        if (!isYes)
        {
            session.Screen.Note("Nothing was done.");
        }

        return isYes;
    }
}
