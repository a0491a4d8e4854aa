using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Switchyard.Auth;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>What a person does on a page: a failure becomes a message on the page, never the end of the circuit.</summary>
public sealed partial class ConsoleActs(
    ISnackbar snackbar,
    IDialogService dialogs,
    AuthenticationStateProvider authentication,
    IAuthorizationService authorization,
    ILogger<ConsoleActs> logger)
{
    /// <summary>Where the page was asked for from; null when that is not known.</summary>
    public string? Address { get; set; }

    /// <summary>Runs a read that a person asked for; false, and a message, when it failed.</summary>
    /// <param name="what">What it was, as the subject of a sentence: "The count".</param>
    public async Task<bool> TryAsync(string what, Func<Task> read)
    {
        try
        {
            await read();
            return true;
        }
        catch (Exception exception)
        {
            LogFailed(logger, what, exception);
            snackbar.Add($"{what} failed: {exception.Message.Split('\n')[0]}", Severity.Error);
            return false;
        }
    }

    /// <summary>Runs an act, in the name of the person; false, and a message, when it failed or is not theirs to do.</summary>
    /// <param name="needs">What it needs; null: what operators may.</param>
    /// <inheritdoc cref="TryAsync"/>
    public async Task<bool> ActAsync(string what, Func<Task> act, Access? needs = null)
    {
        var person = (await authentication.GetAuthenticationStateAsync()).User;
        if (!(await authorization.AuthorizeAsync(person, (needs ?? Access.Operate).Name)).Succeeded)
        {
            snackbar.Add($"{what} is not yours to do.", Severity.Error);
            return false;
        }

        Operator.ActorOf(person, Address).Carry();
        RequestContext.Set(Actor.RequestIdKey, Guid.NewGuid().ToString());
        return await TryAsync(what, act);
    }

    /// <summary>Asks before an act; null: no.</summary>
    public async Task<Answer?> AskAsync(Question question)
    {
        var parameters = new DialogParameters<ConfirmDialog> { { dialog => dialog.Question, question } };
        var options = new DialogOptions { CloseOnEscapeKey = true, MaxWidth = MaxWidth.ExtraSmall, FullWidth = true };
        var dialog = await dialogs.ShowAsync<ConfirmDialog>(question.Title, parameters, options);
        return (await dialog.Result)?.Data as Answer;
    }

    /// <summary>Says that an act is done.</summary>
    public void Tell(string message) => snackbar.Add(message, Severity.Success);

    /// <summary>The name of the person at the console, for what is recorded.</summary>
    public async Task<string> GetActorAsync() => Operator.ActorOf((await authentication.GetAuthenticationStateAsync()).User, Address).Name;

    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "{What} failed, asked for on the console.")]
    private static partial void LogFailed(ILogger logger, string what, Exception exception);
}
