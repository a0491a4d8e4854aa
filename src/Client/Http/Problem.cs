namespace Switchyard.Client.Http;

/// <summary>Why something was refused (RFC 9457).</summary>
/// <param name="Type">A URI that is stable, to branch on: <c>urn:switchyard:problem:...</c>; null when whoever answered was no Switchyard.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Detail">What is wrong, for people.</param>
/// <param name="RequestId">The id of the request, which the node's log has too.</param>
public sealed record Problem(string? Type, string? Title = null, int? Status = null, string? Detail = null, string? RequestId = null);
