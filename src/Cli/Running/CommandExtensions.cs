using System.CommandLine;

namespace Switchyard.Cli.Running;

/// <summary>How commands are put together.</summary>
internal static class CommandExtensions
{
    /// <summary>What the command does; answers an <see cref="ExitCode"/>.</summary>
    public static Command Does(this Command command, Func<Session, Task<int>> act)
    {
        command.SetAction(async (parsed, cancelled) =>
        {
            using var session = new Session(parsed, cancelled);
            try
            {
                return await act(session);
            }
            catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
            catch (Exception e) when (Failures.Of(e, AddressOf(session)) is { } known)
            {
                session.Screen.Problem(known.Text);
                return known.Code;
            }
        });
        return command;
    }

    /// <summary>What the command does, where it cannot but succeed.</summary>
    public static Command Does(this Command command, Func<Session, Task> act) => command.Does(async session =>
    {
        await act(session);
        return ExitCode.Ok;
    });

    /// <summary>Options that several commands share.</summary>
    public static Command With(this Command command, params IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            command.Add(option);
        }

        return command;
    }

    private static Uri? AddressOf(Session session)
    {
        try
        {
            return session.Settings.Shown;
        }
        catch (Connection.SettingsException)
        {
            return null;
        }
    }
}
