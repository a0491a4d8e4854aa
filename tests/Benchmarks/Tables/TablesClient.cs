using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Switchyard.Benchmarks.Measuring;

namespace Switchyard.Benchmarks.Tables;

/// <summary>
/// A client as the original's Runner is one: it asks for a table, maps every target and sends the whole package back with
/// its mappings. It costs as little as it can, because it runs on the cores of the node: the package is not parsed.
/// </summary>
internal sealed class TablesClient(HttpClient http, CampaignShape shape, int number)
{
    private static readonly Uri GetWork = new("/getWork", UriKind.Relative);

    private readonly string _name = $"client-{number}";
    private readonly byte[] _mappings = Encoding.UTF8.GetBytes(Mappings(shape));

    /// <summary>Latencies of getWork.</summary>
    public Latencies Gets { get; } = new();

    /// <summary>Latencies of storeResult.</summary>
    public Latencies Stores { get; } = new();

    /// <summary>One table, from its assignment to its result.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 200.</exception>
    public async Task CycleAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var question = new FormUrlEncodedContent([new("client", _name)]);
        using var answer = await http.PostAsync(GetWork, question);
        var package = await answer.Content.ReadAsByteArrayAsync();
        Gets.Add(Stopwatch.GetElapsedTime(start));
        Require(answer);

        start = Stopwatch.GetTimestamp();
        using var result = new ByteArrayContent([.. _mappings, .. package.AsSpan(1)]);
        using var stored = await http.PutAsync(new Uri($"/storeResult/{TableOf(package)}/?client={_name}", UriKind.Relative), result);
        Stores.Add(Stopwatch.GetElapsedTime(start));
        Require(stored);
    }

    private static void Require(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException($"{answer.RequestMessage?.RequestUri} was answered with {(int)answer.StatusCode}.");
        }
    }

    private static string TableOf(ReadOnlySpan<byte> package)
    {
        var start = package.IndexOf("\"name\":\""u8) + "\"name\":\"".Length;
        return Encoding.UTF8.GetString(package.Slice(start, package[start..].IndexOf((byte)'"')));
    }

    /// <summary>The beginning of the body, up to where the package follows.</summary>
    private static string Mappings(CampaignShape shape)
    {
        var cells = from row in Enumerable.Range(1, shape.Rows)
                    from column in Enumerable.Range(0, shape.EntityColumns)
                    select Text($"{{\"row_id\":{row},\"col_id\":{column},\"mapped\":\"http://www.wikidata.org/entity/Q{(row * 7919) + column}\"}}");
        var columns = from column in Enumerable.Range(0, shape.EntityColumns)
                      select Text($"{{\"col_id\":{column},\"mapped\":\"http://www.wikidata.org/entity/Q{column + 100}\"}}");
        var pairs = from column in Enumerable.Range(1, shape.Columns - 1)
                    select Text($"{{\"subj_id\":0,\"obj_id\":{column},\"mapped\":\"http://www.wikidata.org/entity/P{column + 10}\"}}");
        return $"{{\"cea\":[{string.Join(',', cells)}],\"cta\":[{string.Join(',', columns)}],\"cpa\":[{string.Join(',', pairs)}],\"errors\":[],";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
