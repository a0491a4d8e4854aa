using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Switchyard.Work.Store;

namespace Switchyard.Keys;

/// <summary>The keys of ASP.NET data protection, in the database that all nodes share.</summary>
/// <param name="database">Asked for when keys are: options are made before the stores are open.</param>
internal sealed class StoredKeys(Func<IDoorDatabase> database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() =>
        Wait(async () => (await KeyRingTable.ReadAsync(database())).Select(XElement.Parse).ToArray());

    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        await KeyRingTable.AddAsync(database(), friendlyName, element.ToString(SaveOptions.DisableFormatting), time.GetUtcNow());
        return true;
    });

    /// <summary>Elsewhere, so that a grain's scheduler is not what it waits for.</summary>
#pragma warning disable RS0030 // The contract of ASP.NET is synchronous.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore RS0030
}
