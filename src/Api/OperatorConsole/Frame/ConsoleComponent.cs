using System.Globalization;
using Microsoft.AspNetCore.Components;
using Switchyard.Work;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>A piece of a page: the words for numbers and times that all of them use.</summary>
public abstract class ConsoleComponent : ComponentBase
{
    /// <summary>Grouped digits: "12,345".</summary>
    protected static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A status as it is written everywhere else: "queued".</summary>
    protected static string Words(WorkStatus status) => status.Word();

    /// <summary>The status of a word in a page's address; null: it is none.</summary>
    protected static WorkStatus? StatusOf(string? word) => Enum.TryParse<WorkStatus>(word, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null;

    /// <summary>Seconds, in UTC, as in the logs.</summary>
    protected static string Instant(DateTimeOffset value) =>
        value.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <inheritdoc cref="Instant(DateTimeOffset)"/>
    protected static string Instant(DateTimeOffset? value) => value is { } known ? Instant(known) : "\u2013";
}
