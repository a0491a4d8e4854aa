using Switchyard.Cli.Http;
using Switchyard.Cli.Running;
using Switchyard.Cli.Transfers;

namespace Switchyard.Cli.Tickets;

/// <summary>Sends an archive. It goes under a key, so that a transfer that broke may be made again without a second ticket.</summary>
internal static class Upload
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    public static Task<Answer> SendAsync(Session session, string service, FileInfo archive)
    {
        var key = Api.NewKey();
        return session.Screen.ProgressAsync(archive.Name, archive.Length, bar =>
        session.Api.ReadAsync(
            new(HttpMethod.Post, Paths.Of("tickets"))
            {
                Content = () => new MultipartFormDataContent
                {
                    { new StringContent(service), "service" },
                    { new StreamContent(new Counted(archive.OpenRead(), done => bar.Report((done, archive.Length)))), "payload", archive.Name },
                },
                Headers = [("Idempotency-Key", key)],
                ConflictPasses = true,
                Timeout = Longest,
            },
            session.Cancelled));
    }
}
