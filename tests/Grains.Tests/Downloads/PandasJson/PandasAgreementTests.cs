using System.Text.Json;
using Switchyard.Servers;

namespace Switchyard.Downloads.PandasJson;

/// <summary>Frames are written to the byte as the pandas of this machine writes them, which reads them back.</summary>
public sealed class PandasAgreementTests : IDisposable
{
    private const int Rows = 20_000;

    /// <summary>Cells are handed over in pandas' own terms: the bits of floats, the microseconds of timestamps.</summary>
    private const string Program = """
        import datetime, io, json, struct, sys
        import pandas as pd
        rows = json.load(open(sys.argv[1]))
        frame = pd.DataFrame({
            'id': [row['Id'] for row in rows],
            'text "\u00e9/"': [row['Text'] for row in rows],
            'flag': [row['Flag'] for row in rows],
            'labels': [row['Labels'] for row in rows],
            'share': [None if row['Bits'] is None else struct.unpack('<d', struct.pack('<q', row['Bits']))[0] for row in rows],
            'time': [None if row['Micros'] is None else datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=row['Micros']) for row in rows],
        })
        ours = open(sys.argv[2], 'rb').read()
        theirs = frame.to_json().encode()
        if ours != theirs:
            at = next(i for i, (a, b) in enumerate(zip(ours, theirs)) if a != b)
            sys.exit(f'at {at}: {ours[at - 40:at + 40]!r} for {theirs[at - 40:at + 40]!r}')
        pd.testing.assert_frame_equal(pd.read_json(io.BytesIO(ours)), pd.read_json(io.BytesIO(theirs)))
        print(len(pd.read_json(io.BytesIO(ours))))
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-pandas-");

    [Fact]
    public async Task A_frame_with_values_of_all_kinds_is_pandas_own_to_the_byte()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, Rows).Select(i => new Row(
            random.NextInt64(-1L << 40, 1L << 40), Maybe(random, Text), random.Next(2) == 0,
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => Maybe(random, Text))],
            Bits(random, i), random.Next(5) == 0 ? null : random.NextInt64(-9_000_000_000_000_000, 9_000_000_000_000_000))).ToList();
        await using var columns = new PandasColumns(_directory.FullName, "id", "text \"\u00E9/\"", "flag", "labels", "share", "time");
        foreach (var row in rows)
        {
            await AddAsync(columns, row);
        }

        var (input, output) = (Path.Combine(_directory.FullName, "rows.json"), Path.Combine(_directory.FullName, "frame.json"));
        await File.WriteAllBytesAsync(input, JsonSerializer.SerializeToUtf8Bytes(rows), TestContext.Current.CancellationToken);
        await using (var file = File.Create(output))
        {
            await columns.WriteToAsync(file, TestContext.Current.CancellationToken);
        }

        Assert.Equal($"{Rows}", (await ScikitPython.RunAsync(Program, [input, output], TestContext.Current.CancellationToken)).Trim());
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private static async Task AddAsync(PandasColumns columns, Row row)
    {
        columns[0].Add(row.Id);
        Add(columns[1], row.Text, columns[1].Add);
        columns[2].Add(row.Flag);
        columns[3].Add(row.Labels);
        if (row.Bits is { } bits)
        {
            columns[4].Add(BitConverter.Int64BitsToDouble(bits));
        }
        else
        {
            columns[4].AddNull();
        }

        if (row.Micros is { } micros)
        {
            columns[5].Add(DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));
        }
        else
        {
            columns[5].AddNull();
        }

        await columns.EndRowAsync(TestContext.Current.CancellationToken);
    }

    private static void Add(PandasColumn column, string? text, Action<string> add)
    {
        if (text is null)
        {
            column.AddNull();
        }
        else
        {
            add(text);
        }
    }

    private static string? Maybe(Random random, Func<Random, string> text) => random.Next(5) == 0 ? null : text(random);

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(5) switch
    {
        0 => ((char)random.Next(0x20)).ToString(),
        1 => char.ConvertFromUtf32(random.Next(0x10000, 0x110000)),
        2 => ((char)random.Next(0x80, 0xD800)).ToString(),
        _ => ((char)random.Next(0x20, 0x80)).ToString(),
    }));

    /// <summary>Any bits at all, numbers near one, numbers with few digits, and halves of the last decimal.</summary>
    private static long? Bits(Random random, int i) => (i % 6) switch
    {
        0 => null,
        1 => random.NextInt64(long.MinValue, long.MaxValue),
        2 => BitConverter.DoubleToInt64Bits(random.NextDouble()),
        3 => BitConverter.DoubleToInt64Bits(Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(18)), random.Next(12))),
        4 => BitConverter.DoubleToInt64Bits((random.Next(2000) + 0.5) / 1e10),
        _ => BitConverter.DoubleToInt64Bits((random.NextInt64(1L << 40) + 0.5) * Math.Pow(10, random.Next(-28, 18))),
    };

    private sealed record Row(long Id, string? Text, bool Flag, string?[] Labels, long? Bits, long? Micros);
}
