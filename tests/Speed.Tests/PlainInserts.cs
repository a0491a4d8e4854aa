using Microsoft.Data.Sqlite;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Speed;

/// <summary>The measure for what a node's processors do: rows put into a table of SQLite, many in a transaction.</summary>
internal sealed class PlainInserts : IDisposable
{
    private const int Rows = 80_000;

    private readonly ProcessorTime _processor = ProcessorTime.OfThisProcess();
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public PlainInserts()
    {
        _connection.Open();
        Run("create table plain (id integer primary key autoincrement, name text, status int, body blob); create index plain_name on plain (name)");
    }

    /// <returns>Microseconds of processor for each row; nothing else must happen in this process.</returns>
    public double Measure()
    {
        using var transaction = _connection.BeginTransaction();
        using var insert = _connection.CreateCommand();
        insert.CommandText = "insert into plain (name, status, body) values ($name, 0, $body)";
        var name = insert.Parameters.Add("$name", SqliteType.Text);
        insert.Parameters.AddWithValue("$body", new byte[300]);
        _processor.MicrosecondsEach(1);
        for (var i = 0; i < Rows; i++)
        {
            name.Value = $"item-{i}";
            insert.ExecuteNonQuery();
        }

        var each = _processor.MicrosecondsEach(Rows);
        transaction.Rollback();
        return each;
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
