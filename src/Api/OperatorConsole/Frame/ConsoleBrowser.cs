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

    /// <summary>Calls SetVisible of <paramref name="page"/> on each change; answers whether the tab is visible now.</summary>
    public ValueTask<bool> WatchVisibilityAsync<T>(DotNetObjectReference<T> page) where T : class =>
        script.InvokeAsync<bool>("switchyard.watchVisibility", page);
}
