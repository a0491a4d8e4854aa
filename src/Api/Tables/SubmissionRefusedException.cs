namespace Switchyard.Tables;

/// <summary>A body that is not what the route takes. The message says where and why.</summary>
internal sealed class SubmissionRefusedException(string message) : Exception(message);
