namespace Switchyard.Yard;

/// <summary>A node for one class of tests: those that change what is there once for all, as a campaign or maintenance is.</summary>
public sealed class OwnCluster : YardCluster;
