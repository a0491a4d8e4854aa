using System.Formats.Tar;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Switchyard.Yard;

namespace Switchyard.Tickets;

/// <summary>A test class of the Tickets door.</summary>
public abstract partial class TicketsTest(YardCluster cluster) : YardTest(cluster)
{
    protected YardTickets Tickets => Yard.Tickets;

    /// <summary>A token nobody else has.</summary>
    protected static string NewToken() => TicketToken.New();

    /// <summary>A tar with a file of this text, and so many empty ones. It has the same bytes each time.</summary>
    protected static byte[] Tar(string text, int others = 0)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "main.json")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
            for (var number = 0; number < others; number++)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"file-{number}") { ModificationTime = DateTimeOffset.UnixEpoch });
            }
        }

        return archive.ToArray();
    }

    /// <param name="parts">A file is a tar of its text; "rubbish" is not even that, "many" has several files.</param>
    protected static MultipartFormDataContent Form(params (string Name, string Value, bool IsFile)[] parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value, isFile) in parts)
        {
            if (isFile)
            {
                form.Add(new ByteArrayContent(value.Split(' ')[0] switch
                {
                    "rubbish" => Encoding.UTF8.GetBytes(value),
                    "many" => Tar(value, others: 4),
                    _ => Tar(value),
                }), name, "any.tar.gz");
            }
            else
            {
                form.Add(new StringContent(value), name);
            }
        }

        return form;
    }

    protected async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, HttpContent content)
    {
        using var answer = await Client.PostAsync(path, content, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    protected async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(path, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    protected async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string url, string? token)
    {
        using var request = new HttpRequestMessage(method, url);
        if (token is not null)
        {
            request.Headers.Add(SentToken.Header, token);
        }

        using var answer = await Client.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>The id and the token that an answer tells.</summary>
    protected static (long Id, string Token) Told(string answer)
    {
        var told = Answer().Match(answer);
        Assert.True(told.Success, answer);
        return (long.Parse(told.Groups[1].Value), told.Groups[2].Value);
    }

    [GeneratedRegex(@"\AAsk for ID: ([0-9]+) with token: ([0-9a-f]{64})\z")]
    private static partial Regex Answer();
}
