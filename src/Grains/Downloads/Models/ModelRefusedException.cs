namespace Switchyard.Downloads.Models;

/// <summary>A model was read but is none that can be computed here; the message names the setting that differs.</summary>
internal sealed class ModelRefusedException(string message) : Exception(message);
