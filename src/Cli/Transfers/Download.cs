using System.Text.Json.Nodes;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Transfers;

/// <summary>Fetches files. A file is there whole or not at all.</summary>
internal static class Download
{
    private const int Attempts = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="path">Below the node's address.</param>
    /// <param name="file">Is replaced where it is there.</param>
    public static async Task ToFileAsync(Session session, string path, string file, params IReadOnlyList<(string, string)> headers)
    {
        // In the same directory, so that it only has to be renamed.
        var part = $"{file}.{Api.NewKey()[..8]}.part";
        try
        {
            var length = await session.Screen.ProgressAsync(Path.GetFileName(file), most: null, bar => FetchAsync(session, path, part, headers, bar));
            File.Move(part, file, overwrite: true);
            if (session.IsJson)
            {
                session.Screen.Json(new JsonObject { ["file"] = file, ["length"] = length }.ToJsonString());
            }
            else
            {
                session.Screen.Line($"{file}: {Words.Bytes(length)}");
            }
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>A transfer that breaks begins anew.</summary>
    private static async Task<long> FetchAsync(Session session, string path, string part, IReadOnlyList<(string, string)> headers, IProgress<(double, double?)> bar)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = await session.Api.OpenAsync(new(HttpMethod.Get, path) { Headers = headers }, session.Cancelled);
                var length = answer.Message.Content.Headers.ContentLength;
                await using var body = await answer.Message.Content.ReadAsStreamAsync(session.Cancelled);
                await using var target = new FileStream(part, FileMode.Create, FileAccess.Write);
                await body.CopyToAsync(new Counted(target, done => bar.Report((done, length))), session.Cancelled);
                target.Flush(flushToDisk: true);
                return target.Length;
            }
            catch (Exception e) when (attempt < Attempts && e is HttpIOException or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded })
            {
                session.Screen.Note("The transfer broke; it begins anew.");
                await session.PauseAsync(Pause);
            }
        }
    }
}
