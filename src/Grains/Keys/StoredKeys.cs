using System.Xml.Linq;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Switchyard.Work.Store;

namespace Switchyard.Keys;

/// <summary>The keys of ASP.NET data protection, in the database that all nodes share. They are read and written rarely: once a start, and every few weeks.</summary>
/// <param name="database">Asked for when keys are: options are made before the stores are open.</param>
internal sealed class StoredKeys(Func<IDoorDatabase> database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Wait(() => database().QueryAsync<IReadOnlyCollection<XElement>>(
        async connection => [.. (await connection.QueryAsync<string>("select xml from protection_key order by created_at")).Select(XElement.Parse)]));

    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        await database().RunAsync(connection => connection.ExecuteAsync(
            "insert into protection_key (name, created_at, xml) values (@friendlyName, @at, @xml) on conflict (name) do nothing",
            new { friendlyName, at = time.GetUtcNow().ToUnixTimeMilliseconds(), xml = element.ToString(SaveOptions.DisableFormatting) }));
        return true;
    });

    /// <summary>Elsewhere, so that a grain's scheduler is not what it waits for.</summary>
#pragma warning disable RS0030 // The contract of ASP.NET is synchronous.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore RS0030
}
