using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using Switchyard.Yard;

namespace Switchyard.Expertise;

/// <summary>A test class of the Expertise door: sends texts, and looks at texts.</summary>
public abstract class ExpertiseTest(YardCluster cluster, OpenReviewProfiles openReview) : YardTest(cluster)
{
    protected const string SuperToken = "Super_User-token";

    private static int _lastUser;

    protected OpenReviewProfiles OpenReview => openReview;

    protected YardExpertise Jobs => Yard.Expertise;

    protected override (string Key, string Value)[] Settings =>
        [("Expertise:OpenReviewBaseUrl", openReview.Url), ("Expertise:Superusers:0", "~Super_User1")];

    /// <summary>The token of a user who has no jobs yet.</summary>
    protected static string NewToken() => $"User{Interlocked.Increment(ref _lastUser)}_-token";

    protected static string UserOf(string token) => OpenReviewProfiles.UserOf(token);

    protected async Task<(HttpStatusCode Status, string Body)> SendAsync(
        HttpMethod method, string path, string? token, string? body = null, string? type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            }
        }

        using var answer = await Client.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    protected Task<(HttpStatusCode Status, string Body)> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    protected Task<(HttpStatusCode Status, string Body)> PostAsync(string body, string? token) =>
        SendAsync(HttpMethod.Post, "/expertise", token, body);

    /// <summary>The job that a body made.</summary>
    /// <param name="header">What is sent instead of the token alone.</param>
    protected async Task<YardExpertiseJob> SubmitAsync(string body, string token, string? header = null)
    {
        using var submissions = Submissions(submission => submission.Owner == UserOf(token));
        var (status, answer) = await PostAsync(body, header ?? token);
        Assert.True(status == HttpStatusCode.OK, answer);
        return Made(Assert.Single(submissions.Calls));
    }

    protected YardExpertiseJob Made(GrainCall call) =>
        Jobs.Get(((ExpertiseSubmitted)call.Answer!).Id!.Value, call.Argument<ExpertiseSubmission>(0));

    protected CallFault Submissions(Predicate<ExpertiseSubmission> which) => Yard.Faults.Watch<IExpertiseJobsGrain>(
        nameof(IExpertiseJobsGrain.SubmitAsync), call => which(call.Argument<ExpertiseSubmission>(0)));

    protected static (HttpStatusCode Status, string Body) Newest(HttpStatusCode status, string name, string message) =>
        (status, $$"""{"name":"{{name}}","message":"{{message}}"}""");

    protected static (HttpStatusCode Status, string Body) Seed(HttpStatusCode status, string message) =>
        (status, $$"""{"error":"{{message}}"}""");

    /// <summary>The blob of a scoring step's result.</summary>
    protected Task<string> ArchiveAsync(params (string Name, string Content)[] files)
    {
        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zip, TarEntryFormat.Pax))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        return Yard.Blobs.AddAsync(packed.ToArray());
    }
}
