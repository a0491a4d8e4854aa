using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Switchyard.Auth;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a person does on a page: a failure becomes a message on the page, never the end of the circuit.</summary>
public sealed partial class ConsoleActs(
    ISnackbar snackbar, AuthenticationStateProvider authentication, ILogger<ConsoleActs> logger)
{
    /// <summary>Runs an act or a read that a person asked for; false, and a message, when it failed.</summary>
    /// <param name="what">What it was, as the subject of a sentence: "The import".</param>
    public async Task<bool> TryAsync(string what, Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception exception)
        {
            LogFailed(logger, what, exception);
            snackbar.Add($"{what} failed: {exception.Message.Split('\n')[0]}", Severity.Error);
            return false;
        }
    }

    /// <summary>Says that an act is done.</summary>
    public void Tell(string message) => snackbar.Add(message, Severity.Success);

    /// <summary>The name of the person at the console, for what is recorded.</summary>
    public async Task<string> GetActorAsync() => Operator.Of((await authentication.GetAuthenticationStateAsync()).User);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} failed, asked for on the console.")]
    private static partial void LogFailed(ILogger logger, string what, Exception exception);
}
