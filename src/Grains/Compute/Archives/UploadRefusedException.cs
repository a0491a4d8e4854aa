namespace Switchyard.Compute.Archives;

/// <summary>An archive was not taken; the message says why, for its sender.</summary>
public sealed class UploadRefusedException(UploadRefusal refusal, string message) : Exception(message)
{
    public UploadRefusal Refusal { get; } = refusal;

    internal static UploadRefusedException NotAnArchive(string why) => new(UploadRefusal.NotAnArchive, why);
}
