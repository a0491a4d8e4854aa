using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>What only the browser knows or can do. See wwwroot/console/console.js.</summary>
public sealed class ConsoleBrowser(IJSRuntime script)
{
    public ValueTask<bool> IsDarkAsync() => script.InvokeAsync<bool>("switchyard.isDark");

    /// <summary>Remembered by this browser.</summary>
    public ValueTask SetDarkAsync(bool dark) => script.InvokeVoidAsync("switchyard.setDark", dark);

    /// <summary>The address people reach this server at, without a final slash.</summary>
    public ValueTask<string> GetOriginAsync() => script.InvokeAsync<string>("switchyard.origin");

    /// <summary>Whether the text is in the clipboard now.</summary>
    public ValueTask<bool> CopyAsync(string text) => script.InvokeAsync<bool>("switchyard.copy", text);

    /// <summary>A time as RFC 3339 in the viewer's zone, as an input of the browser has it; empty where it is none.</summary>
    public ValueTask<string> LocalTimeAsync(string utc) => script.InvokeAsync<string>("switchyard.localTime", utc);

    /// <summary>The other way; empty where it is none.</summary>
    public ValueTask<string> UtcTimeAsync(string local) => script.InvokeAsync<string>("switchyard.utcTime", local);

    /// <summary>An element shows its end from now on, until somebody scrolls up in it.</summary>
    public ValueTask FollowEndAsync(ElementReference element) => script.InvokeVoidAsync("switchyard.followEnd", element);

    /// <summary>Calls SetVisible of <paramref name="page"/> on each change; answers whether the tab is visible now.</summary>
    public ValueTask<bool> WatchVisibilityAsync<T>(DotNetObjectReference<T> page) where T : class =>
        script.InvokeAsync<bool>("switchyard.watchVisibility", page);
}
