using System.IO.Compression;
using System.Text;
using Switchyard.Benchmarks.Measuring;
using Switchyard.Benchmarks.Nodes;
using Switchyard.Servers;

namespace Switchyard.Benchmarks.Tickets;

/// <summary>The original's client: a request for 0.5 + 0.5, and polls.</summary>
internal static class TicketCalls
{
    public const string Finished = "Task has been finished!";

    private const string Boundary = "boundary-of-the-bench";

    private static readonly byte[] Form = MakeForm();

    /// <summary>A node with a source of 8 slots.</summary>
    public static async Task<Node> StartNodeAsync(Databases databases, string database) => await Node.StartAsync(
        databases.NewDirectory(),
        [.. await databases.NodeSettingsAsync(database), "Compute:Sources:0:Name=bench", "Compute:Sources:0:Slots=8"]);

    /// <summary>Makes a ticket; answers its id and its token as they stand in the urls that ask for it.</summary>
    public static async Task<string> SubmitAsync(HttpConnection connection)
    {
        var answer = Encoding.ASCII.GetString((await connection.SendAsync("POST", "/request", $"multipart/form-data; boundary={Boundary}", Form)).Span);
        return answer.Split(' ') is ["Ask", "for", "ID:", var id, "with", "token:", var token]
            ? $"{id}&{token}"
            : throw new InvalidOperationException($"No ticket was made: {answer}");
    }

    /// <summary>Asks until the ticket is finished, each time only after the answer before.</summary>
    /// <param name="pause">Between two questions; nothing: none.</param>
    public static async Task EndAsync(HttpConnection connection, string ticket, TimeSpan pause = default)
    {
        while (Encoding.ASCII.GetString((await connection.SendAsync("GET", "/status/" + ticket)).Span) is var status and not Finished)
        {
            if (status is not ("Task has not been started!" or "Task has been started!"))
            {
                throw new InvalidOperationException($"The ticket {ticket.Split('&')[0]} did not finish: {status}");
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, TimeProvider.System);
            }
        }
    }

    private static byte[] MakeForm()
    {
        var archive = TarGz.Pack(CompressionLevel.Optimal, ("main.json", """{"inputs":{"f1":0.5,"f2":0.5,"op":"add"}}"""u8.ToArray()));
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"--{Boundary}\r\nContent-Disposition: form-data; name=\"service\"\r\n\r\nFloatComputation\r\n"
                + $"--{Boundary}\r\nContent-Disposition: form-data; name=\"payload\"; filename=\"payload.tar.gz\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
            .. archive,
            .. Encoding.ASCII.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
    }
}
