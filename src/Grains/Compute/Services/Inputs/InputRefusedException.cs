namespace Switchyard.Compute.Services.Inputs;

/// <summary>Why one input was not accepted, without its id.</summary>
internal sealed class InputRefusedException(string message) : Exception(message);
