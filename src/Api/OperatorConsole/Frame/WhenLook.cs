namespace Switchyard.OperatorConsole.Frame;

/// <summary>How a time is written.</summary>
public enum WhenLook
{
    /// <summary>The date and the time of day.</summary>
    Full,

    /// <summary>How long ago, or in how long: "3 minutes ago". It goes on by itself.</summary>
    Ago,
}
