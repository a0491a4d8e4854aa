namespace Switchyard.Compute.Services;

/// <summary>Why a service cannot be made from its configuration.</summary>
internal sealed class InvalidServiceException(string key, string reason) : Exception(reason)
{
    /// <summary>The key that is wrong, below the one of what was made.</summary>
    public string Key { get; } = key;
}
