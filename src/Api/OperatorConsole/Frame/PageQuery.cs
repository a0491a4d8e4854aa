using Microsoft.AspNetCore.Components;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>The part of a page's address that says which of its things are shown. Pages read it with <c>SupplyParameterFromQuery</c>.</summary>
public sealed class PageQuery(NavigationManager navigation)
{
    /// <summary>The place of a page of a list; it goes when a condition changes.</summary>
    public const string Cursor = "after";

    /// <summary>Sets a condition; empty takes it away. The address is replaced, so that Back leaves the list.</summary>
    public void Set(string name, string? value) => Set([KeyValuePair.Create(name, value)]);

    /// <inheritdoc cref="Set(string, string?)"/>
    public void Set(IEnumerable<KeyValuePair<string, string?>> values)
    {
        var all = new Dictionary<string, object?> { [Cursor] = null };
        foreach (var (name, value) in values)
        {
            all[name] = string.IsNullOrEmpty(value) ? null : value;
        }

        navigation.NavigateTo(navigation.GetUriWithQueryParameters(all), replace: true);
    }

    /// <summary>All conditions go.</summary>
    public void Clear() => navigation.NavigateTo(navigation.Uri.Split('?', '#')[0], replace: true);

    /// <summary>Goes to a page of the list, from which Back comes back.</summary>
    /// <param name="cursor">Null: the first.</param>
    public void GoTo(string? cursor) => navigation.NavigateTo(navigation.GetUriWithQueryParameter(Cursor, cursor));
}
