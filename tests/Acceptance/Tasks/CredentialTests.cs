using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Switchyard.Acceptance.Tasks;

/// <summary>How the Python client says who it is.</summary>
public sealed class CredentialTests
{
    private const string Program = """
        import sys
        from switchyard import ApiError, Client

        url, key = sys.argv[1:]
        print(Client(url.replace("://", "://ann:p%40ss@")).submit("letters", 1).queue)
        client = Client(url, key)
        print(client.submit("letters", 2).queue)
        for denied in (client, Client(url)):
            try:
                denied.claim("me", ["letters"])
            except ApiError as error:
                print(error.status)
        """;

    [Fact]
    public async Task The_client_signs_in_by_a_key_and_by_a_password()
    {
        await using var node = await TasksNode.StartAsync("Auth:Mode=Basic,Keys", "Auth:Basic:User=ann", "Auth:Basic:Password=p@ss");
        node.Process.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:p@ss")));
        var key = (await node.Tasks.PostAsync("/keys", """{"name":"letters","role":"client"}""")).Is(HttpStatusCode.Created).Json["key"]!;

        await using var client = ClientProcess.Start(node.Process.Address, "python3", ["-c", Program, node.Process.Address.ToString(), (string)key!]);

        // A client's key may submit and not claim; nobody may do nothing.
        Assert.Equal(["letters", "letters", "403", "401"], await client.EndAsync());
    }
}
