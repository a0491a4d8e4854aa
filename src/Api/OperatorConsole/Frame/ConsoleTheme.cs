using MudBlazor;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>
/// Calm colours, one accent, each readable (4.5:1) on its own tint; fonts of the machine, for none may be fetched.
/// </summary>
public static class ConsoleTheme
{
    /// <summary>On the light colours of the dark palette.</summary>
    private const string Ink = "#10151b";

    private static readonly string[] _fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2f5d9e",
            Dark = "#1d2733",
            DarkContrastText = "#ffffff",
            Secondary = "#566372",
            Success = "#256a43",
            Error = "#a5302a",
            Warning = "#85590a",
            Info = "#2f5d9e",
            Background = "#f4f6f8",
            BackgroundGray = "#e8ecf0",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1d2733",
            DrawerBackground = "#ffffff",
            DrawerText = "#33404e",
            DrawerIcon = "#5a6877",
            TextPrimary = "#1d2733",
            TextSecondary = "#566372",
            ActionDefault = "#4a5766",
            LinesDefault = "#dfe4ea",
            TableLines = "#e6eaef",
            Divider = "#dfe4ea",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#7fabe6",
            PrimaryContrastText = Ink,
            SecondaryContrastText = Ink,
            SuccessContrastText = Ink,
            ErrorContrastText = Ink,
            WarningContrastText = Ink,
            InfoContrastText = Ink,
            Dark = "#e3e8ee",
            DarkContrastText = Ink,
            Secondary = "#a2aebb",
            Success = "#5fbf86",
            Error = "#ef7d74",
            Warning = "#dfae4f",
            Info = "#7fabe6",
            Background = "#12171d",
            BackgroundGray = "#222a33",
            Surface = "#1a2129",
            AppbarBackground = "#1a2129",
            AppbarText = "#e3e8ee",
            DrawerBackground = "#1a2129",
            DrawerText = "#c3ccd6",
            DrawerIcon = "#93a1b0",
            TextPrimary = "#e3e8ee",
            TextSecondary = "#a2aebb",
            ActionDefault = "#c3ccd6",
            LinesDefault = "#2c3641",
            TableLines = "#2c3641",
            Divider = "#2c3641",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "200px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = _fonts, FontSize = ".875rem" },
            Body1 = new Body1Typography { FontFamily = _fonts, FontSize = ".875rem" },
            H5 = new H5Typography { FontFamily = _fonts, FontSize = "1.25rem", FontWeight = "600" },
            H6 = new H6Typography { FontFamily = _fonts, FontSize = ".9375rem", FontWeight = "600" },
            Button = new ButtonTypography { FontFamily = _fonts, FontSize = ".8125rem", FontWeight = "600", TextTransform = "none" },
        },
    };
}
