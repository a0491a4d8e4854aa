using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>The part of a page's address that says which of its things are shown. Pages read it with <c>SupplyParameterFromQuery</c>.</summary>
public sealed class PageQuery : IDisposable
{
    /// <summary>The place of a page of a list; it goes when a condition changes.</summary>
    public const string Cursor = "after";

    /// <summary>Which way a list goes: as the API's parameter.</summary>
    public const string Order = "order";

    private readonly NavigationManager _navigation;
    private readonly Dictionary<string, string?> _typed = [];

    /// <summary>Addresses that the browser was told to go to and has not said that it did: the next condition is set on the last of them.</summary>
    private readonly List<string> _asked = [];

    private string? _page;

    public PageQuery(NavigationManager navigation)
    {
        _navigation = navigation;
        navigation.LocationChanged += Arrive;
    }

    /// <summary>Raised when all conditions go.</summary>
    public event Action? Cleared;

    private string Address => _asked is [.., var last] ? last : _navigation.Uri;

    private string Page => Address.Split('?', '#')[0];

    /// <summary>Whether the address says that the oldest come first.</summary>
    public static bool IsAscending(string? order) => order == "asc";

    /// <summary>A condition is being typed: it is set with the next one that is, or by <see cref="SetTyped"/>.</summary>
    public void Type(string name, string? value)
    {
        if (_page != Page)
        {
            _typed.Clear();
        }

        (_page, _typed[name]) = (Page, value);
    }

    /// <summary>Sets what was typed, unless it is set already or another page is shown.</summary>
    public void SetTyped()
    {
        if (_typed.Count > 0 && _page == Page)
        {
            Set([]);
        }
    }

    /// <summary>Sets a condition; empty takes it away. The address is replaced, so that Back leaves the list.</summary>
    public void Set(string name, string? value) => Set([KeyValuePair.Create(name, value)]);

    /// <inheritdoc cref="Set(string, string?)"/>
    public void Set(IEnumerable<KeyValuePair<string, string?>> values)
    {
        var all = new Dictionary<string, object?> { [Cursor] = null };
        foreach (var (name, value) in (_page == Page ? _typed : []).Concat(values))
        {
            all[name] = string.IsNullOrEmpty(value) ? null : value;
        }

        _typed.Clear();
        Go(_navigation.GetUriWithQueryParameters(Address, all), replace: true);
    }

    /// <summary>All conditions go.</summary>
    public void Clear()
    {
        _typed.Clear();
        Cleared?.Invoke();
        Go(Page, replace: true);
    }

    /// <summary>Goes to a page of the list, from which Back comes back.</summary>
    /// <param name="cursor">Null: the first.</param>
    public void GoTo(string? cursor) => Go(
        _navigation.GetUriWithQueryParameters(Address, new Dictionary<string, object?> { [Cursor] = cursor }), replace: false);

    public void Dispose() => _navigation.LocationChanged -= Arrive;

    private void Go(string address, bool replace)
    {
        _asked.Add(address);
        _navigation.NavigateTo(address, replace: replace);
    }

    private void Arrive(object? sender, LocationChangedEventArgs arrived) =>
        // Somewhere else: a person went there, and what was asked for before is no more.
        _asked.RemoveRange(0, _asked.IndexOf(arrived.Location) is >= 0 and var place ? place + 1 : _asked.Count);
}
