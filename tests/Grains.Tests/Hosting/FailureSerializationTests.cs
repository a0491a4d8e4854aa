using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;
using Switchyard.Work.Store;

namespace Switchyard.Hosting;

/// <summary>What a store throws on one node is the same on another.</summary>
public sealed class FailureSerializationTests
{
    [Fact]
    public void A_lost_database_arrives_as_one()
    {
        using var services = new ServiceCollection().AddSerializer().AddFailureSerialization().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer<Exception>>();
        var thrown = new StoreUnavailableException("lost at a commit", new NpgsqlException("gone", new IOException("reset")));

        var arrived = Assert.IsType<StoreUnavailableException>(serializer.Deserialize(serializer.SerializeToArray(thrown)));

        Assert.Equal("lost at a commit", arrived.Message);
        Assert.Equal("gone", Assert.IsType<NpgsqlException>(arrived.InnerException).Message);
        Assert.Equal("reset", Assert.IsType<IOException>(arrived.GetBaseException()).Message);
    }
}
