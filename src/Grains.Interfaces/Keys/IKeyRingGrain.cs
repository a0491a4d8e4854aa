using Switchyard.Hosting;

namespace Switchyard.Keys;

/// <summary>The cluster's ring of keys for what is kept or handed out encrypted, for front ends without a store. A stateless worker; its key is always 0.</summary>
[Alias("switchyard.keys.key-ring-grain")]
public interface IKeyRingGrain : IGrainWithIntegerKey
{
    /// <summary>All keys, oldest first, as ASP.NET data protection writes them.</summary>
    [Alias("get"), Repeatable]
    Task<IReadOnlyList<string>> GetAsync();

    /// <summary>Answered after the commit.</summary>
    [Alias("add"), Repeatable]
    Task AddAsync(string name, string xml);
}
