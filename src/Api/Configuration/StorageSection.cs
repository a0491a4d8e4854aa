using System.ComponentModel.DataAnnotations;
using Switchyard.Hosting;

namespace Switchyard.Configuration;

/// <summary>The keys of the section <c>Storage</c> itself; the connection has a key elsewhere.</summary>
internal sealed record StorageSection
{
    public StorageProvider Provider { get; init; } = new StorageOptions().Provider;

    public string DataDirectory { get; init; } = new StorageOptions().DataDirectory;

    [Range(typeof(long), "0", "9223372036854775807")]
    public long MinFree { get; init; } = new StorageOptions().MinFree;
}
