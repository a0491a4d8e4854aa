using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Compute;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tickets;

/// <summary>The classic protocol, as 3D Slicer's client speaks it.</summary>
public sealed class ClassicTests(YardCluster cluster) : TicketsTest(cluster)
{
    private const string LongLine = "TUhB";

    protected override (string Key, string Value)[] Settings =>
    [
        ("Tickets:Classic:Service", YardSource.Service),
        ("Tickets:MaxRequestBytes", "200000"),
        ("Services:0:Name", YardSource.Service),
        ("Services:0:Command:0", "true"),
    ];

    [Fact]
    public async Task The_interface_has_the_clients_widgets()
    {
        using var answer = await Client.GetAsync("/interface", Cancelled);

        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            """[{"destination":"scan","text":"Scan","description":"A volume","type":"volume","store":"file"},{"destination":"level","text":"Level","description":"","type":"slider","store":"mainjson","default":0,"minimum":0,"maximum":100},{"destination":"count","text":"Count","description":"","type":"slider","store":"mainjson","default":250,"minimum":0,"maximum":500},{"destination":"largest","text":"Largest","description":"","type":"checkbox","store":"mainjson","default":false},{"destination":"seed","text":"Seed","description":"","type":"fiducials","store":"mainjson","default":"","number_entries":-1},{"destination":"mode","text":"Mode","description":"","type":"radiobutton","store":"mainjson","default":"a","options":["a","b"]},{"destination":"note","text":"Note","description":"","type":"str","store":"mainjson","default":""}]""",
            await answer.Content.ReadAsStringAsync(Cancelled));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_prediction_is_a_ticket_with_an_archive(bool asFile)
    {
        var volume = Encoding.UTF8.GetBytes("ObjectType = Image " + new string('v', 100_000));
        using var form = new MultipartFormDataContent
        {
            { new StringContent("12.5"), "level" },
            { new StringContent("3.0"), "count" },
            { new StringContent("True"), "largest" },
            { new StringContent("1,2,3;4,5,6"), "seed" },
            { new StringContent("b"), "mode" },
            { new StringContent("Slicer-v2"), "module_version" },
        };
        if (asFile)
        {
            form.Add(new ByteArrayContent(volume), "scan", "scan.mha");
        }
        else
        {
            form.Add(new StringContent(Convert.ToBase64String(volume, Base64FormattingOptions.InsertLineBreaks)), "scan");
        }

        using var submissions = Yard.Faults.Watch<ITicketGrain>(nameof(ITicketGrain.SubmitAsync), _ => true);

        var answer = await PredictAsync(form);

        Assert.Equal("DelayedResponse", (string?)answer["type"]);
        var (id, token) = Split((string)answer["request_id"]!);
        var made = Assert.Single(submissions.Calls, call => call.Id == id).Argument<TicketSubmission>(0);
        Assert.Equal(TicketToken.Hash(token), made.TokenHash);
        var members = await UnpackAsync(await Yard.Blobs.ReadAsync(made.Archive));
        Assert.Equal(
            """{"inputs":{"level":"12.5","count":"3","largest":"True","seed":"1,2,3;4,5,6","mode":"b"}}""",
            Encoding.UTF8.GetString(members["main.json"]));
        Assert.Equal(volume, members["file-scan.mha"]);
        Assert.Equal(2, members.Count);
    }

    [Theory]
    [InlineData("not base64!", "the field 'scan' is not base64.")]
    [InlineData("TUhBT", "the field 'scan' is not base64.")]
    [InlineData("TQ==TUhB", "the field 'scan' is not base64.")]
    [InlineData("too long", "The request's body is longer than 200000 bytes.")]
    public async Task What_cannot_be_read_is_an_error_that_ends_the_asking(string scan, string reason)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(scan == "too long" ? string.Concat(Enumerable.Repeat(LongLine, 60_000)) : scan), "scan" },
        };

        var answer = await PredictAsync(form);

        Assert.Equal(("PlainText", "Error!"), ((string?)answer["type"], (string?)answer["label"]));
        Assert.Equal($"Server-side ERROR during request parsing: {reason}", (string?)answer["content"]);
    }

    [Fact]
    public async Task Without_a_form_there_is_an_error()
    {
        using var content = new StringContent("{}");

        var (status, body) = await PostAsync("/predict", content);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Server-side ERROR during request parsing", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorkStatus.Queued)]
    [InlineData(WorkStatus.Running)]
    public async Task A_ticket_that_has_not_ended_is_delayed_again(WorkStatus status)
    {
        var token = NewToken();
        var requestId = $"{(await Tickets.AddAsync(token, status)).Id}-{token}";

        var answer = Assert.Single(await RespondAsync(requestId))!;

        Assert.Equal(("DelayedResponse", requestId), ((string?)answer["type"], (string?)answer["request_id"]));
    }

    [Fact]
    public async Task A_ticket_that_failed_ends_the_asking_with_its_reason()
    {
        var token = NewToken();
        var ticket = await Tickets.AddAsync(token, WorkStatus.Failed, error: "scan: Unsupported volume filetype");

        var answer = Assert.Single(await RespondAsync($"{ticket.Id}-{token}"))!;

        Assert.Equal("Error!", (string?)answer["label"]);
        Assert.Equal("Server-side ERROR during processing: scan: Unsupported volume filetype", (string?)answer["content"]);
    }

    [Theory]
    [InlineData("7-{0}")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("{0}")]
    public async Task What_is_no_request_says_so_without_its_token(string requestId)
    {
        var token = NewToken();

        var answer = Assert.Single(await RespondAsync(string.Format(null, requestId, token)))!;

        Assert.Matches("^The results of request (7|unknown) cannot be retrieved$", (string?)answer["content"]);
    }

    [Fact]
    public async Task Results_are_volumes_and_texts_and_count_as_fetched()
    {
        var token = NewToken();
        var volume = Volume(64, 64, 40);
        var result = await Yard.Blobs.AddAsync(await PackAsync(
            ("predicted.mha", volume), ("result.txt", "0.5 + 0.5 = 1.0"u8.ToArray()), ("sub/deep.txt", "deep"u8.ToArray()), ("raw", [0, 1]),
            ("long.txt", Encoding.UTF8.GetBytes(new string('ä', 40_000))), ("./sub/mask.mha", volume)));
        var ticket = await Tickets.AddAsync(token, WorkStatus.Completed, result, 1);
        var converted = (await Yard.Grains.GetGrain<IVolumesGrain>(0).ToMetaImageAsync(result, "predicted.mha"))!.Id;
        var image = await Yard.Blobs.ReadAsync(converted);
        await Yard.Blobs.DeleteAsync(converted);
        var item = await ticket.GetAsync();
        var seconds = (item.FinishedAt - item.StartedAt)!.Value.TotalSeconds;

        var answers = await RespondAsync($"{ticket.Id}-{token}");

        Assert.Equal(
            ["PlainText", "LabelVolume", "PlainText", "PlainText", "PlainText", "LabelVolume", "PlainText", "PlainText"],
            answers.Select(answer => (string?)answer!["type"]));
        Assert.Equal($"The results of your earlier request {ticket.Id} have been received", (string?)answers[0]!["content"]);
        var content = (string)answers[1]!["content"]!;
        Assert.Equal(image, Convert.FromBase64String(content));
        Assert.All(content.TrimEnd('\n').Split('\n').SkipLast(1), line => Assert.Equal(76, line.Length));
        Assert.Equal("0.5 + 0.5 = 1.0", (string?)answers[2]!["content"]);
        Assert.Equal(("deep", "sub/deep.txt"), ((string?)answers[3]!["content"], (string?)answers[3]!["label"]));
        Assert.Equal($"{new string('ä', 32_768)}\n... (the beginning of 80000 bytes)", (string?)answers[4]!["content"]);
        Assert.Equal(image, Convert.FromBase64String((string)answers[5]!["content"]!));
        Assert.Equal(
            ($"These files of the result cannot be shown here: raw (2 bytes). The archive of ticket {ticket.Id} has them.", "Not shown"),
            ((string?)answers[6]!["content"], (string?)answers[6]!["label"]));
        Assert.Equal(FormattableString.Invariant($"process took {seconds:0.###} seconds"), (string?)answers[7]!["content"]);
        await ticket.FetchedOnce.WaitAsync(Cancelled);
        Assert.Equal(0, Yard.Blobs.Count(image));
    }

    [Fact]
    public async Task Of_very_many_files_the_rest_is_counted()
    {
        var token = NewToken();
        var ticket = await Tickets.AddAsync(
            token, await PackAsync([.. Enumerable.Range(0, 160).Select(number => ($"{number}", "text"u8.ToArray()))]));

        var answers = await RespondAsync($"{ticket.Id}-{token}");

        Assert.Equal(1 + 100 + 2, answers.Count);
        Assert.StartsWith("These files of the result cannot be shown here: 100 (4 bytes), 101 ", (string?)answers[^2]!["content"], StringComparison.Ordinal);
        Assert.Contains("149 (4 bytes) and 10 more.", (string?)answers[^2]!["content"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_result_that_is_no_whole_archive_is_an_error(bool isCut)
    {
        var token = NewToken();
        var ticket = await Tickets.AddAsync(
            token, isCut ? (await PackAsync(("result.txt", "text"u8.ToArray())))[..^1] : "no gzip"u8.ToArray());

        var answer = Assert.Single(await RespondAsync($"{ticket.Id}-{token}"))!;

        Assert.Equal("Server-side ERROR during response message creation: the result is no archive.", (string?)answer["content"]);
    }

    /// <summary>A MetaImage of voxels that do not pack.</summary>
    private static byte[] Volume(int width, int height, int depth)
    {
        var voxels = new byte[width * height * depth];
        new Random(7).NextBytes(voxels);
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"ObjectType = Image\nNDims = 3\nDimSize = {width} {height} {depth}\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n"),
            .. voxels,
        ];
    }

    private static (long Id, string Token) Split(string requestId)
    {
        var parts = requestId.Split('-');
        return (long.Parse(parts[0]), parts[1]);
    }

    private static async Task<byte[]> PackAsync(params (string Name, byte[] Content)[] members)
    {
        using var buffer = new MemoryStream();
        await using (var packed = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(packed))
        {
            foreach (var (name, content) in members)
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) }, Cancelled);
            }
        }

        return buffer.ToArray();
    }

    private static async Task<Dictionary<string, byte[]>> UnpackAsync(byte[] archive)
    {
        var members = new Dictionary<string, byte[]>();
        await using var packed = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        await using var tar = new TarReader(packed);
        while (await tar.GetNextEntryAsync(copyData: true, Cancelled) is { } entry)
        {
            using var content = new MemoryStream();
            await entry.DataStream!.CopyToAsync(content, Cancelled);
            members.Add(entry.Name, content.ToArray());
        }

        return members;
    }

    private async Task<JsonNode> PredictAsync(MultipartFormDataContent form)
    {
        var (status, body) = await PostAsync("/predict", form);
        Assert.Equal(HttpStatusCode.OK, status);
        return Assert.Single(JsonNode.Parse(body)!.AsArray())!;
    }

    private async Task<JsonArray> RespondAsync(string requestId)
    {
        using var form = new MultipartFormDataContent { { new StringContent(requestId), "request_id" } };
        var (status, body) = await PostAsync("/responses", form);
        Assert.Equal(HttpStatusCode.OK, status);
        return JsonNode.Parse(body)!.AsArray();
    }
}

public sealed class ClassicIsOffTests(YardCluster cluster) : TicketsTest(cluster)
{
    [Fact]
    public async Task Without_a_service_there_is_no_classic_protocol() =>
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/interface")).Status);
}

public sealed class SeveralClassicsTests(YardCluster cluster) : TicketsTest(cluster)
{
    protected override (string Key, string Value)[] Settings =>
    [
        ("Services:0:Name", YardSource.Service),
        ("Services:0:Command:0", "true"),
        ("Tickets:Classic:0:Service", YardSource.Service),
        ("Tickets:Classic:0:Url", "/every/thing"),
        ("Tickets:Classic:0:SliderMaximum", "7"),
        ("Tickets:Classic:1:Service", "Threshold"),
        ("Tickets:Classic:1:Url", "http://127.0.0.1:0"),
    ];

    [Fact]
    public async Task Each_service_is_at_its_own_place()
    {
        var (status, body) = await GetAsync("/every/thing/interface");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"destination\":\"level\",\"text\":\"Level\",\"description\":\"\",\"type\":\"slider\",\"store\":\"mainjson\",\"default\":0,\"minimum\":0,\"maximum\":7}", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/interface")).Status);

        // It is there, and no source of the node may run it.
        using var own = FrontEnd.ClientOf(FrontEnd.App.Urls.Last());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await own.GetAsync("/interface", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync("/every/thing/interface", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await own.GetAsync("/supportedservices", Cancelled)).StatusCode);
    }
}
