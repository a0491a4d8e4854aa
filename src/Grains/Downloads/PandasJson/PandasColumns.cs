namespace Switchyard.Downloads.PandasJson;

/// <summary>
/// Rows that become the JSON of pandas' <c>DataFrame.to_json()</c>, to the byte: column after column, while rows come one at a
/// time. Each column waits in memory up to <see cref="PandasColumn.MostKept"/> bytes, then in a file without a name, gone with
/// this object. For one caller at a time.
/// </summary>
/// <param name="directory">Where the files are.</param>
/// <param name="columns">Their names, in order.</param>
internal sealed class PandasColumns(string directory, params IReadOnlyList<string> columns) : IAsyncDisposable
{
    private readonly PandasColumn[] _columns = [.. columns.Select(name => new PandasColumn(directory, name))];

    /// <summary>Rows that have ended.</summary>
    public long Rows { get; private set; }

    /// <summary>The column, for the next cell.</summary>
    public PandasColumn this[int column] => _columns[column];

    /// <summary>Ends a row; each column must have got one cell since the last.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async ValueTask EndRowAsync(CancellationToken cancellationToken)
    {
        Rows++;
        foreach (var column in _columns)
        {
            if (column.Cells != Rows)
            {
                throw new InvalidOperationException($"The column {column.Name} has {column.Cells} cells in {Rows} rows.");
            }

            await column.SpillAsync(cancellationToken);
        }
    }

    /// <summary>Writes all ended rows; more may follow, and be written again with these.</summary>
    public async Task WriteToAsync(Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync("{"u8.ToArray(), cancellationToken);
        for (var i = 0; i < _columns.Length; i++)
        {
            await _columns[i].WriteToAsync(output, isFirst: i == 0, cancellationToken);
        }

        await output.WriteAsync("}"u8.ToArray(), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var column in _columns)
        {
            await column.DisposeAsync();
        }
    }
}
