using System.Globalization;
using Npgsql;
using Switchyard.Chaos.Clients;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Chaos.Loads.Downloads;

/// <summary>LabelForward's database, into which texts come one after the other, each once, whatever becomes of its server.</summary>
internal sealed class TextStock(LabelForwardTables tables, TimeProvider time) : IDisposable
{
    public const string Beginning = "goal number ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _one = new(1);
    private int _begun;
    private int _there;

    /// <summary>Texts that are there for certain: those with the numbers from 1.</summary>
    public int There => Volatile.Read(ref _there);

    /// <summary>Texts that may be there.</summary>
    public int Begun => Volatile.Read(ref _begun);

    public async Task AddAsync()
    {
        await _one.WaitAsync();
        try
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{Beginning}{Interlocked.Increment(ref _begun)}");
            // Its first answer may be lost with the server.
            await StubbornlyAsync(async () =>
            {
                await tables.ExecuteAsync(
                    """
                    INSERT INTO text_data (text_data, labels, users, labeled, selected, taught)
                    SELECT $1::text, '{}', '{}', false, false, false WHERE NOT EXISTS (SELECT 1 FROM text_data WHERE text_data = $1::text)
                    """,
                    text);
                return true;
            });
            Interlocked.Increment(ref _there);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>What the application shows: 1 while an archive is asked for, 2 when it is there.</summary>
    public Task<int?> StatusAsync(int clfId) => StubbornlyAsync(() => tables.ReadStatusAsync(clfId));

    public Task<IReadOnlyList<byte[]>> ArchivesAsync(int clfId) => StubbornlyAsync(() => tables.ReadArchivesAsync(clfId));

    public void Dispose() => _one.Dispose();

    private async Task<T> StubbornlyAsync<T>(Func<Task<T>> ask)
    {
        for (var since = time.GetTimestamp(); ;)
        {
            try
            {
                return await ask();
            }
            catch (Exception away) when (away is NpgsqlException or IOException or TimeoutException)
            {
                if (time.GetElapsedTime(since) > Patience)
                {
                    throw new UnansweredException($"LabelForward's database: {away.Message}");
                }
            }

            await Task.Delay(Pause, time);
        }
    }
}
