using Switchyard.Hosting;

namespace Switchyard.Work.Bulk;

/// <summary>Acts on many items. A stateless worker; the key is always 0.</summary>
[Alias("switchyard.work.bulk-grain")]
public interface IBulkGrain : IGrainWithIntegerKey
{
    /// <summary>How many items the act can apply to.</summary>
    [Alias("count"), Repeatable]
    Task<long> CountAsync(BulkRequest request);

    /// <summary>Begins it, and answers the number of the operation, which goes on whatever becomes of this node.</summary>
    [Alias("start")]
    Task<long> StartAsync(BulkRequest request);

    /// <summary>A number for an operation, which is then begun under it.</summary>
    [Alias("reserve"), Repeatable]
    Task<long> ReserveAsync();
}

/// <summary>One act on many items, as it goes on. The key is its number.</summary>
[Alias("switchyard.work.bulk-operation-grain")]
public interface IBulkOperationGrain : IGrainWithIntegerKey
{
    /// <summary>Begins it. Durable when this answers, and on the record as one act.</summary>
    [Alias("begin"), Repeatable]
    Task BeginAsync(BulkRequest request);

    /// <summary>Null: there is no such operation, or it ended long ago.</summary>
    [Alias("get"), Repeatable]
    Task<BulkStatus?> GetAsync();
}
