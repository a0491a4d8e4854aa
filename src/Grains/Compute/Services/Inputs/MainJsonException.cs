namespace Switchyard.Compute.Services.Inputs;

/// <summary>Why no input can be had from <c>main.json</c>: said once, not for each of them.</summary>
internal sealed class MainJsonException(string message) : Exception(message);
