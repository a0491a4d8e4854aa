using Npgsql;
using NpgsqlTypes;

namespace Switchyard.Servers.LabelForward;

/// <summary>A database with LabelForward's tables, and what its other services write into them.</summary>
public sealed class LabelForwardTables : IAsyncDisposable
{
    private const string Schema =
        """
        CREATE TABLE text_data (
            text_id serial PRIMARY KEY, text_data text NOT NULL,
            labeled boolean NOT NULL, selected boolean NOT NULL, taught boolean NOT NULL,
            labels text[], users text[], major_label varchar(50), uncertainty float8, predicted_label text);
        CREATE TABLE users (user_id serial PRIMARY KEY, email varchar(255) UNIQUE NOT NULL, password varchar(255) NOT NULL);
        CREATE TABLE accessors (acc_id serial PRIMARY KEY, email varchar(255) UNIQUE NOT NULL);
        CREATE TABLE labels (label_id serial PRIMARY KEY, label text NOT NULL);
        CREATE TABLE init_data (init_id serial PRIMARY KEY, text_data text NOT NULL, label text NOT NULL);
        CREATE TABLE classifiers (
            clf_id serial PRIMARY KEY, clf bytea NOT NULL, precision_score float8,
            created_at timestamptz DEFAULT now(), download integer NOT NULL);
        CREATE TABLE countvecs (countvec_id serial PRIMARY KEY, countvec bytea NOT NULL);
        CREATE TABLE sample_timestamps (
            stamp_id serial PRIMARY KEY, user_id integer NOT NULL, text_id integer NOT NULL, start_time timestamp, end_time timestamp);
        CREATE TABLE downloads (download_id serial PRIMARY KEY, clf_id integer NOT NULL, file bytea NOT NULL);
        """;

    private readonly NpgsqlDataSource _database;

    private LabelForwardTables(string connectionString)
    {
        ConnectionString = connectionString;
        _database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    /// <summary>Makes the tables in an empty database.</summary>
    public static async Task<LabelForwardTables> CreateAsync(string connectionString)
    {
        var tables = new LabelForwardTables(connectionString);
        await tables.ExecuteAsync(Schema);
        return tables;
    }

    /// <summary>A text as it is loaded, with nobody's label.</summary>
    public Task<int> AddTextAsync(string text) => InsertAsync(
        "INSERT INTO text_data (text_data, labels, users, labeled, selected, taught) VALUES ($1, '{}', '{}', false, false, false) RETURNING text_id", text);

    /// <summary>Many of them at once.</summary>
    public async Task AddTextsAsync(IEnumerable<string> texts)
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY text_data (text_data, labels, users, labeled, selected, taught) FROM STDIN (FORMAT binary)");
        foreach (var text in texts)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(text);
            await copy.WriteAsync(Array.Empty<string>());
            await copy.WriteAsync(Array.Empty<string>());
            await copy.WriteAsync(false);
            await copy.WriteAsync(false);
            await copy.WriteAsync(false);
        }

        await copy.CompleteAsync();
    }

    /// <summary>Somebody labels a text, and the trainer takes it for the label of most.</summary>
    public Task LabelAsync(int textId, string label, string user) => ExecuteAsync(
        "UPDATE text_data SET labels = labels || $2::text, users = users || $3::text, major_label = $2, taught = true WHERE text_id = $1", textId, label, user);

    /// <summary>What the newest classifier takes a text for.</summary>
    public Task PredictAsync(int textId, string label, double certainty) => ExecuteAsync(
        "UPDATE text_data SET predicted_label = $2, uncertainty = $3 WHERE text_id = $1", textId, label, certainty);

    public Task<int> AddClassifierAsync(byte[] pickle) => InsertAsync("INSERT INTO classifiers (clf, download) VALUES ($1, 0) RETURNING clf_id", pickle);

    public Task<int> AddVectorizerAsync(byte[] pickle) => InsertAsync("INSERT INTO countvecs (countvec) VALUES ($1) RETURNING countvec_id", pickle);

    /// <summary>Somebody was shown a text, and labelled it unless <paramref name="end"/> is null.</summary>
    public async Task AddStampAsync(int userId, int textId, DateTime start, DateTime? end)
    {
        await using var command = _database.CreateCommand("INSERT INTO sample_timestamps (user_id, text_id, start_time, end_time) VALUES ($1, $2, $3, $4)");
        command.Parameters.AddWithValue(userId);
        command.Parameters.AddWithValue(textId);
        command.Parameters.AddWithValue(NpgsqlDbType.Timestamp, WithoutZone(start));
        command.Parameters.AddWithValue(NpgsqlDbType.Timestamp, end is { } time ? WithoutZone(time) : DBNull.Value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The status that the application shows; null: there is no such classifier.</summary>
    public async Task<int?> ReadStatusAsync(int clfId)
    {
        await using var command = _database.CreateCommand("SELECT download FROM classifiers WHERE clf_id = $1");
        command.Parameters.AddWithValue(clfId);
        return await command.ExecuteScalarAsync() as int?;
    }

    /// <summary>All archives of a classifier, oldest first.</summary>
    public async Task<IReadOnlyList<byte[]>> ReadArchivesAsync(int clfId)
    {
        await using var command = _database.CreateCommand("SELECT file FROM downloads WHERE clf_id = $1 ORDER BY download_id");
        command.Parameters.AddWithValue(clfId);
        await using var rows = await command.ExecuteReaderAsync();
        var files = new List<byte[]>();
        while (await rows.ReadAsync())
        {
            files.Add(rows.GetFieldValue<byte[]>(0));
        }

        return files;
    }

    /// <summary>Any statement, with values for <c>$1</c> and so on.</summary>
    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = _database.CreateCommand(sql);
        Array.ForEach(values, value => command.Parameters.AddWithValue(value));
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static DateTime WithoutZone(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Unspecified);

    private async Task<int> InsertAsync(string sql, object value)
    {
        await using var command = _database.CreateCommand(sql);
        command.Parameters.AddWithValue(value);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
