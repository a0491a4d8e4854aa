using System.Net;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>Handing out: who asks, what is handed out, when all is done.</summary>
public sealed class GetWorkTests(GetWorkTests.Fixture node) : IClassFixture<GetWorkTests.Fixture>
{
    private Door Door => node.Door;

    [Fact]
    public async Task A_package_has_the_form_the_originals_clients_read()
    {
        var answer = await Door.PostAsync("/getDescription?table=cities");

        Assert.Equal("application/json", answer.Is(HttpStatusCode.OK).Type);
        Assert.Equal(
            """
            {"analyze":false,"audit":true,"data":[["name","Berlin","K\u00f6ln"],["of","Germany","Germany"]],"header":[[],[]],"name":"cities","orientation":"Horizontal","targets":{"cea":[{"col_id":0,"mapped":null,"row_id":1},{"col_id":1,"mapped":"Q183","row_id":1},{"col_id":0,"mapped":null,"row_id":2}],"cpa":[{"mapped":null,"obj_id":1,"sub_id":0}],"cta":[{"col_id":0,"mapped":null}]}}

            """,
            answer.Text.Replace("\u00f6", "\\u00f6", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/getWork?client=in%20the%20query", null)]
    [InlineData("/getWork", "in the form")]
    [InlineData("/getWork?client=the%20form%20wins", "in the form too")]
    [InlineData("/getWork?client=", null)]
    public async Task A_client_is_named_in_the_form_or_in_the_query(string path, string? form)
    {
        using var content = form is null ? null : new FormUrlEncodedContent([new("client", form)]);

        var package = new Package((await Door.PostAsync(path, content)).Is(HttpStatusCode.OK).Json);

        var client = form ?? (path.EndsWith('=') ? "" : "in the query");
        var table = await Door.TableAsync(package.Name);
        Assert.Contains(table["assignments"]!.AsArray(), assignment => (string?)assignment!["client"] == client);
        Assert.Equal("running", (string?)table["item"]!["status"]);
    }

    [Fact]
    public async Task Without_a_client_there_is_no_work()
    {
        var answer = (await Door.PostAsync("/getWork")).IsPage(HttpStatusCode.Unauthorized);

        Assert.Null(answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_request_without_any_length_is_served()
    {
        // As old curl's -X POST without -d: neither a body nor a header that says so.
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync("127.0.0.1", node.Node.Process.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /getWork?client=bare HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "/getWork?client=me", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/storeResult/a/?client=me", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/downloadTables", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/getWorks?client=me", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/console/nothing", HttpStatusCode.NotFound)]
    [InlineData("POST", "/getDescription?table=%3Cscript%3Ealert(1)%3C/script%3E", HttpStatusCode.NotFound)]
    [InlineData("GET", "/%3Cscript%3Ealert(1)%3C/script%3E", HttpStatusCode.NotFound)]
    public async Task What_is_refused_is_a_page_without_anything_of_the_request_in_it(string method, string path, HttpStatusCode status)
    {
        var answer = (await Door.SendAsync(new HttpMethod(method), path)).IsPage(status);

        Assert.DoesNotContain("<script", answer.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
    }

    [Fact]
    public async Task The_sign_of_life_is_as_ever()
    {
        Assert.Equal("/test", (await Door.GetAsync("/test")).Is(HttpStatusCode.OK).Text);
        Assert.Equal("\"I'm alive!\"", (await Door.GetAsync("/health/alive")).Is(HttpStatusCode.OK).Text);
        Assert.Equal("\"I'm ready!\"", (await Door.GetAsync("/health/ready")).Is(HttpStatusCode.OK).Text);
    }

    public sealed class Fixture : NodeFixture
    {
        protected override void Fill(InputDirectory input) => input
            .WithTable("a")
            .WithTable("b")
            .WithTable("c")
            .WithTable("d")
            .WithTable("e")
            .WithTable("f")
            .WithTable("cities", "name,of\nBerlin,Germany\nK\u00f6ln,Germany\n")
            // Named last, so that no test is handed it.
            .WithTargets("CEA", "a,1,0", "b,1,0", "c,1,0", "d,1,0", "e,1,0", "f,1,0", "cities,2,0", "cities,1,1,Q183", "cities,1,0")
            .WithTargets("CTA", "cities,0")
            .WithTargets("CPA", "cities,0,1");
    }
}
