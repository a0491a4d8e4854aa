using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Switchyard.Servers;

/// <summary>Debian's Prometheus on a port of 127.0.0.1, with a configuration of ours.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private const string ReadyLine = "Server is ready to receive web requests";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("switchyard-prometheus-");
    private readonly HttpClient _http;
    private readonly Process _process;

    private PrometheusServer(Process process, int port)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
    }

    /// <param name="files">By name; <c>prometheus.yml</c> is the one that it reads.</param>
    public static async Task<PrometheusServer> StartAsync(IEnumerable<(string Name, string Text)> files)
    {
        var port = FreePort.Take();
        var process = new Process { EnableRaisingEvents = true };
        var server = new PrometheusServer(process, port);
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(server._data.FullName, name), text);
        }

        process.StartInfo = new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={server._data.FullName}/prometheus.yml",
                $"--storage.tsdb.path={server._data.FullName}/data",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
            ])
        {
            RedirectStandardError = true,
        };
        var said = new List<string>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"prometheus ended before it was ready:\n{string.Join('\n', said)}"));
        process.ErrorDataReceived += (_, line) =>
        {
            said.Add(line.Data ?? "");
            if (line.Data?.Contains(ReadyLine, StringComparison.Ordinal) == true)
            {
                ready.TrySetResult();
            }
        };
        process.Start();
        process.BeginErrorReadLine();
        await ready.Task;
        return server;
    }

    /// <summary>What its API answers at a path below <c>/api/v1/</c>.</summary>
    public async Task<JsonNode> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)!["data"]! : throw new InvalidOperationException($"{path}: {text}");
    }

    /// <summary>The values that a query has now.</summary>
    public async Task<IReadOnlyList<double>> QueryAsync(string query) =>
    [
        .. (await AskAsync($"query?query={Uri.EscapeDataString(query)}"))["result"]!.AsArray()
            .Select(series => double.Parse((string)series!["value"]![1]!, NumberStyles.Float, CultureInfo.InvariantCulture)),
    ];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _data.Delete(recursive: true);
    }
}
