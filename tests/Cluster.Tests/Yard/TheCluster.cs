namespace Switchyard.Cluster.Yard;

/// <summary>The tests that take nodes of one cluster away, one after the other.</summary>
[CollectionDefinition]
public sealed class TheCluster : ICollectionFixture<ThreeNodes>;
