using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Client.Http;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

/// <summary>Keys, and users with passwords.</summary>
public sealed class AuthTests(AuthTests.GuardedNode node) : IClassFixture<AuthTests.GuardedNode>
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_opens_what_its_role_may()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys") { Content = JsonContent.Create(new { name = "submitter", role = "client" }) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("admin:secret")));
        using var made = await node.Process.Http.SendAsync(request, _cancellation);
        var key = (string?)JsonNode.Parse(await made.Content.ReadAsStringAsync(_cancellation))!["key"];
        using var client = new SwitchyardClient(new() { Address = node.Address, ApiKey = key });

        var submitted = await client.Tasks.SubmitAsync(NewTask.Of("guarded", 1), cancellationToken: _cancellation);
        Assert.Equal(TaskState.Queued, (await client.Tasks.GetAsync(submitted.Id!.Value, cancellationToken: _cancellation))!.Status);
        var refused = await Assert.ThrowsAsync<SwitchyardException>(() => client.Tasks.ClaimAsync(new("hand", ["guarded"]), cancellationToken: _cancellation));
        Assert.Equal((HttpStatusCode.Forbidden, "urn:switchyard:problem:forbidden"), (refused.Status, refused.Type));
    }

    [Fact]
    public async Task A_user_with_a_password_is_let_in_and_nobody_is_not()
    {
        using var admin = new SwitchyardClient(new() { Address = node.Address, User = "admin", Password = "secret" });
        Assert.NotNull(await admin.Tasks.SubmitAsync(NewTask.Of("guarded", 2), cancellationToken: _cancellation));

        using var nobody = new SwitchyardClient(new() { Address = node.Address });
        var refused = await Assert.ThrowsAsync<SwitchyardException>(() => nobody.Tasks.SubmitAsync(NewTask.Of("guarded", 3), cancellationToken: _cancellation));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    public sealed class GuardedNode() : RealNode("Auth:Mode=Keys,Basic", "Auth:Basic:User=admin", "Auth:Basic:Password=secret");
}
