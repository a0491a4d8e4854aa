namespace Switchyard.Hosting;

/// <summary>Set on a request whose answer begins before its body ends: nobody else must read that.</summary>
internal sealed class AnswersWhileReading
{
    public static AnswersWhileReading Mark { get; } = new();
}
