using System.Net;
using Switchyard.Tickets;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Auth;

public sealed class KeysTests(YardCluster cluster) : AuthTest(cluster)
{
    [Fact]
    public async Task A_key_is_made_by_an_administrator_and_shown_once()
    {
        var admin = Key(await NewKeyAsync(Role.Admin, "root"));
        var (status, body) = await SendAsync("POST", "/api/v1/keys", """{"name":"made","role":"viewer","expires":"P1D","queues":["mail"]}""", admin);
        Assert.Equal(HttpStatusCode.Created, status);
        var made = Json(body);
        var secret = (string)made["key"]!;

        Assert.Equal(("made", "viewer"), ((string?)made["name"], (string?)made["role"]));
        Assert.StartsWith("sy_", secret, StringComparison.Ordinal);
        // 256 bits, and an id.
        Assert.True(secret.Length >= 3 + 43);

        var list = (await SendAsync("GET", "/api/v1/keys", null, admin)).Body;
        Assert.DoesNotContain(secret, list, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexString(KeySecret.Hash(secret)), list, StringComparison.OrdinalIgnoreCase);
        var listed = Json(list)["items"]!.AsArray().Single(key => (string?)key!["id"] == (string?)made["id"])!;
        Assert.Equal("root", (string?)listed["createdBy"]);
        Assert.Equal("mail", (string?)listed["queues"]![0]);
        Assert.InRange((DateTimeOffset)listed["expires"]! - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        Assert.Null(listed["lastUsed"]);
    }

    [Fact]
    public async Task Both_headers_do_and_the_use_is_noted()
    {
        var secret = await NewKeyAsync(Role.Viewer);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/api/v1/queues", Key(secret)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/api/v1/queues", Bearer(secret)));
        var id = KeySecret.IdOf(secret);
        Assert.NotNull((await Yard.Grains.GetAccessKeys().ListAsync()).Single(key => key.Id == id).LastUsedAt);
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_within_seconds_and_is_no_guess()
    {
        var admin = Key(await NewKeyAsync(Role.Admin));
        var secret = await NewKeyAsync(Role.Viewer);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/api/v1/queues", Key(secret)));

        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync("DELETE", $"/api/v1/keys/{KeySecret.IdOf(secret)}", admin));
        await Eventually.IsAsync(async () => await StatusAsync("GET", "/api/v1/queues", Key(secret)) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("DELETE", "/api/v1/keys/nothing", admin));
        for (var attempt = 0; attempt < 2 * FailedSignIns.MostFailures; attempt++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/api/v1/queues", Key(secret)));
        }
    }

    [Fact]
    public async Task A_key_that_has_expired_opens_nothing()
    {
        var secret = await NewKeyAsync(Role.Admin, change: key => key with { ExpiresAt = TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(1) });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("GET", "/api/v1/queues", Key(secret)));
    }

    [Theory]
    [InlineData("""{"name":"","role":"viewer"}""")]
    [InlineData("""{"role":"viewer"}""")]
    [InlineData("""{"name":"a\nb","role":"viewer"}""")]
    [InlineData("""{"name":"n","role":"king"}""")]
    [InlineData("""{"name":"n","role":"1"}""")]
    [InlineData("""{"name":"n"}""")]
    [InlineData("""{"name":"n","role":"viewer","expires":"2001-01-01T00:00:00Z"}""")]
    [InlineData("""{"name":"n","role":"viewer","expires":-1}""")]
    [InlineData("""{"name":"n","role":"viewer","expires":1e300}""")]
    [InlineData("""{"name":"n","role":"viewer","expires":"soon"}""")]
    [InlineData("""{"name":"n","role":"viewer","expires":[]}""")]
    [InlineData("""{"name":"n","role":"viewer","queues":["a,b"]}""")]
    [InlineData("""{"name":"n","role":"viewer","queues":[null]}""")]
    [InlineData("""{"name":"n","role":"viewer","doors":["Cellar"]}""")]
    [InlineData("""{"name":"n","role":"viewer","scope":"all"}""")]
    public async Task A_wrong_request_makes_no_key(string body)
    {
        var admin = Key(await NewKeyAsync(Role.Admin));
        var before = (await Yard.Grains.GetAccessKeys().ListAsync()).Count(key => key.Name == "n");

        var (status, answer) = await SendAsync("POST", "/api/v1/keys", body, admin);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("urn:switchyard:problem:invalid-request", answer, StringComparison.Ordinal);
        Assert.Equal(before, (await Yard.Grains.GetAccessKeys().ListAsync()).Count(key => key.Name == "n"));
    }

    [Fact]
    public async Task A_client_sees_and_ends_its_own_alone()
    {
        var (own, other) = (Key(await NewKeyAsync(Role.Client, "own")), Key(await NewKeyAsync(Role.Client, "other")));
        var viewer = Key(await NewKeyAsync(Role.Viewer));
        var id = await SubmitAsync("own");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"/api/v1/work/{id}", own));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"/api/v1/work/{id}", viewer));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"/api/v1/work/{id}", other));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", $"/api/v1/work/{id}/cancel", other));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", $"/api/v1/work/{id}/cancel", viewer));
        Assert.DoesNotContain($"\"id\":{id},", (await SendAsync("GET", "/api/v1/work?limit=1000", null, other)).Body, StringComparison.Ordinal);
        Assert.Contains($"\"id\":{id},", (await SendAsync("GET", "/api/v1/work?limit=1000", null, own)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", $"/api/v1/work/{id}/cancel", own));
    }

    [Fact]
    public async Task What_a_client_uploads_is_its_own()
    {
        var own = await NewKeyAsync(Role.Client, "uploader");
        using var form = new MultipartFormDataContent { { new StringContent(YardSource.Service), "service" } };
        using var archive = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(archive, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        await using (var tar = new System.Formats.Tar.TarWriter(gzip))
        {
            await tar.WriteEntryAsync(
                new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "main.json") { DataStream = new MemoryStream("{}"u8.ToArray()) },
                Cancelled);
        }

        form.Add(new ByteArrayContent(archive.ToArray()), "payload", "payload.tgz");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tickets") { Content = form };
        request.Headers.Add("X-API-Key", own);
        using var answer = await Client.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var ticket = Json(await answer.Content.ReadAsStringAsync(Cancelled));

        var shown = Json((await SendAsync("GET", $"/api/v1/work/{ticket["id"]}", null, Bearer(own))).Body);
        Assert.Equal("uploader", (string?)shown["owner"]);
        // The id and the token alone do, whoever asks.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"/api/v1/tickets/{ticket["id"]}", ("X-Ticket-Token", (string)ticket["token"]!)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"/status/{ticket["id"]}&{ticket["token"]}"));
    }

    [Fact]
    public async Task A_clients_jobs_are_its_own()
    {
        var (own, other) = (Key(await NewKeyAsync(Role.Client, "job-owner")), Key(await NewKeyAsync(Role.Client, "job-other")));
        var target = $"T{Guid.NewGuid():N}".ToUpperInvariant();
        var made = Json((await SendAsync("POST", "/jobs", $$"""{"jobs":[{"operation":"ADD","target":"{{target}}"}]}""", own)).Body);
        var id = (string)made[0]!["job_id"]!;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"/jobs/{id}", own));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"/jobs/{id}", other));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"/api/v1/jobs/{id}", other));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"/jobs/{id}", Key(await NewKeyAsync(Role.Worker))));
        foreach (var path in new[] { "/jobs", "/api/v1/jobs?limit=1000" })
        {
            Assert.Contains(target, (await SendAsync("GET", path, null, own)).Body, StringComparison.Ordinal);
            Assert.DoesNotContain(target, (await SendAsync("GET", path, null, other)).Body, StringComparison.Ordinal);
        }

        // Who made it is the original's user still.
        Assert.Contains("Test", (await SendAsync("GET", $"/jobs/{id}", null, own)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_for_doors_opens_no_other()
    {
        var worker = Key(await NewKeyAsync(Role.Worker, change: key => key with { Doors = ["Tables"] }));
        var viewer = Key(await NewKeyAsync(Role.Viewer, change: key => key with { Doors = ["Tables"] }));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", "/getStats", viewer));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/test", worker));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/jobs", worker));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/api/v1/work", viewer));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/", viewer));
    }

    [Fact]
    public async Task A_key_for_queues_names_no_other()
    {
        var id = await SubmitAsync(owner: null);
        var tables = Key(await NewKeyAsync(Role.Operator, change: key => key with { Queues = ["tables"] }));
        var tickets = Key(await NewKeyAsync(Role.Operator, change: key => key with { Queues = [TicketNames.Queue] }));

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", "/api/v1/queues/tables", tables));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/api/v1/queues/tables", tickets));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("POST", "/api/v1/queues/tables/pause", """{"reason":"r"}""", tickets)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", "/api/v1/queues", tables));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("POST", "/getStats", tables));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"/api/v1/work/{id}", tables));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", $"/api/v1/work/{id}/cancel", tables));
        Assert.DoesNotContain($"\"id\":{id},", (await SendAsync("GET", "/api/v1/work?limit=1000", null, tables)).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"/api/v1/work/{id}", tickets));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", $"/api/v1/work/{id}/cancel", tickets));
    }

    [Fact]
    public async Task Who_acts_is_the_keys_name()
    {
        var key = Bearer(await NewKeyAsync(Role.Operator, "night shift"));
        var id = await SubmitAsync(owner: null);

        Assert.Equal(
            "cancelled by night shift", (string?)Json((await SendAsync("POST", $"/api/v1/work/{id}/cancel", null, key)).Body)["error"]);
    }

    [Fact]
    public async Task Who_acts_and_from_where_travels_with_the_calls()
    {
        var (actor, request) = ((Actor?)null, (string?)null);
        using var watched = Yard.Faults.On<IQueueGrain>(nameof(IQueueGrain.ResumeAsync), _ => true, call =>
        {
            (actor, request) = (Actor.Current, Actor.RequestId);
            return call.InvokeAsync();
        });

        var key = Bearer(await NewKeyAsync(Role.Operator, "day shift"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", "/api/v1/queues/expertise.dataset/resume", key, ("X-Request-ID", "r-1")));

        Assert.Equal(new Actor("day shift", "127.0.0.1"), actor);
        Assert.Equal("r-1", request);
    }

    private async Task<long> SubmitAsync(string? owner)
    {
        var grains = Yard.Grains;
        var id = await grains.GetUploads().ReserveIdAsync();
        var archive = await Yard.Blobs.AddAsync("archive"u8.ToArray());
        var hash = KeySecret.Hash("token");
        Assert.True(await grains.GetTicket(id).SubmitAsync(new TicketSubmission(YardSource.Service, hash, archive, "::1") { Owner = owner }));
        return id;
    }
}
