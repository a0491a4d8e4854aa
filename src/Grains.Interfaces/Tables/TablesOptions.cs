using System.ComponentModel.DataAnnotations;

namespace Switchyard.Tables;

/// <summary>The tables door: the section <c>Tables</c>.</summary>
public sealed record TablesOptions
{
    /// <summary>The most that <see cref="MaxTableBytes"/> may be, in bytes.</summary>
    public const long LargestTableBytes = 128L << 20;

    /// <summary>
    /// The directory that holds <c>tables/</c>, <c>targets/</c> and optionally <c>gt/</c> and <c>solution/</c>; scanned at
    /// start. Default: none, and nothing is imported.
    /// </summary>
    public string? InputDirectory { get; init; }

    /// <summary>
    /// How long a client may hold a table before another gets it. Longer spares work that is done twice, shorter finds dead
    /// clients sooner; a late result is accepted all the same. 1 second to 30 days. Default: 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan LeaseTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The order of row and column in CEA targets files and the CEA export alike. Default: RowCol.</summary>
    public CeaColumnOrder CeaColumnOrder { get; init; } = CeaColumnOrder.RowCol;

    /// <summary>
    /// Cut from the front of mappings when they are stored; empty: nothing is cut. Default: Wikidata's entities.
    /// </summary>
    [Required(AllowEmptyStrings = true)]
    public string UrlPrefix { get; init; } = "http://www.wikidata.org/entity/";

    /// <summary>Whether exports put <see cref="UrlPrefix"/> back. Default: false.</summary>
    public bool OutputAddPrefix { get; init; }

    /// <summary>Asks clients, in each work package, to send audit records. Default: true.</summary>
    public bool Audit { get; init; } = true;

    /// <summary>Asks clients, in each work package, to send candidate checkpoints. Default: false.</summary>
    public bool Analyze { get; init; }

    /// <summary>
    /// Larger CSV files are stored as unreadable: a table is read whole into memory. 1 byte to 128 MiB. Default: 32 MiB.
    /// </summary>
    [Range(1L, LargestTableBytes)]
    public long MaxTableBytes { get; init; } = 32L << 20;

    /// <summary>
    /// How long a table is kept after it was returned, with its results and mappings. A second to a hundred years. Default: none, for ever.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "36500.00:00:00")]
    public TimeSpan? Retention { get; init; }
}

public enum CeaColumnOrder
{
    /// <summary>Row, column: SemTab from 2020 on.</summary>
    RowCol,

    /// <summary>Column, row: SemTab 2019.</summary>
    ColRow,
}
