using System.ComponentModel.DataAnnotations;
using Switchyard.Hosting;

namespace Switchyard.Configuration;

/// <summary>Where a node keeps everything: the section <c>Storage</c>. The connection to PostgreSQL is <c>ConnectionStrings:Switchyard</c>.</summary>
internal sealed record StorageSection
{
    /// <inheritdoc cref="StorageOptions.Provider"/>
    public StorageProvider Provider { get; init; } = new StorageOptions().Provider;

    /// <inheritdoc cref="StorageOptions.DataDirectory"/>
    public string DataDirectory { get; init; } = new StorageOptions().DataDirectory;

    /// <inheritdoc cref="StorageOptions.MinFree"/>
    [Range(typeof(long), "0", "9223372036854775807")]
    public long MinFree { get; init; } = new StorageOptions().MinFree;
}
