using System.Text;
using System.Text.Json;
using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

public sealed class JobBodyTests
{
    [Fact]
    public void Serialising_loses_nothing()
    {
        var body = new JobBody
        {
            Parameters = SampleJobs.Bump(SampleJobs.Update("Å \0\ud800", "DRAFT"), SampleJobs.Update("", "")),
            CreatedBy = SampleJobs.Ann,
            Stage = JobStatus.Importing,
            Log = [new(SampleJobs.Start.AddTicks(1234567), "æ\n\"\0")],
            LinesLeftOut = 3,
            LeftOutAt = 1,
            Token = "t",
        };

        var read = JobBody.Deserialize(body.Serialize());

        // A lone surrogate is no letter; everything else comes back.
        Assert.Equal(JsonSerializer.Serialize(body), JsonSerializer.Serialize(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"fromTheFuture":{"a":[1]}}""")]
    public void Old_and_newer_state_loads(string stored)
    {
        var body = JobBody.Deserialize(Encoding.UTF8.GetBytes(stored));

        Assert.Empty(body.Log);
        Assert.Equal((JobStatus.Queued, "", ""), (body.Stage, body.Parameters.Target, body.CreatedBy.UserId));
    }

    [Fact]
    public void The_first_releases_state_is_still_read()
    {
        // Written by the first release; never change this text.
        const string stored = """
            {"parameters":{"operation":4,"target":"A","description":"d","releaseStatus":2,"new":1},"createdBy":{"userId":"u","firstName":"f","lastName":"l"},
            "stage":9,"log":[{"at":"2026-01-01T12:00:00+00:00","message":"m"}],"linesLeftOut":2,"leftOutAt":1,"token":"t"}
            """;

        var body = JobBody.Deserialize(Encoding.UTF8.GetBytes(stored));

        Assert.Equal(new JobParameters(JobOperation.SetStatus, "A", null, "d", ReleaseStatus.PendingDelete), body.Parameters);
        Assert.Equal(new JobLogEntry(SampleJobs.Start, "m"), Assert.Single(body.Log));
        Assert.Equal((new JobUser("u", "f", "l"), JobStatus.Built, 2, 1, "t"), (body.CreatedBy, body.Stage, body.LinesLeftOut, body.LeftOutAt, body.Token));
    }
}
