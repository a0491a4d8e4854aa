using System.Net;
using Switchyard.Yard;

namespace Switchyard.Auth;

/// <summary>The acts of the operator API, as each role of people meets them: on things that are not there, so that nothing is done.</summary>
public sealed class OperatorRoleTests(YardCluster cluster) : AuthTest(cluster)
{
    private static readonly (string Method, string Path, string? Body, Access Needs)[] _acts =
    [
        ("GET", "/api/v1/work", null, Access.ReadItems),
        ("GET", "/api/v1/queues", null, Access.Read),
        ("GET", "/api/v1/nodes", null, Access.Read),
        ("GET", "/api/v1/sources", null, Access.Read),
        ("GET", "/api/v1/schedules", null, Access.Read),
        ("GET", "/api/v1/jobs/maintenance/history", null, Access.Read),
        ("GET", "/api/v1/audit", null, Access.Operate),
        ("GET", "/api/v1/keys", null, Access.Administer),
        ("POST", "/api/v1/tasks", "{}", Access.Submit),
        ("POST", "/api/v1/work/999999999/cancel", "{}", Access.Submit),
        ("POST", "/api/v1/work/999999999/retry", null, Access.Operate),
        ("DELETE", "/api/v1/work/999999999", null, Access.Operate),
        ("POST", "/api/v1/work/bulk", """{"act":"retry","filter":{"queue":"none"},"dryRun":true}""", Access.Operate),
        ("POST", "/api/v1/queues/none/pause", "{", Access.Operate),
        ("POST", "/api/v1/queues/pause", "{", Access.Operate),
        ("PUT", "/api/v1/queues/none", "{", Access.Administer),
        ("POST", "/api/v1/sources/none/pause", null, Access.Operate),
        ("POST", "/api/v1/sources/none/drain", null, Access.Operate),
        ("POST", "/api/v1/sources/none/resume", null, Access.Operate),
        ("POST", "/api/v1/nodes/none/drain", null, Access.Operate),
        ("POST", "/api/v1/schedules/none/run", null, Access.Operate),
        ("POST", "/api/v1/schedules/none/pause", null, Access.Operate),
        ("PUT", "/api/v1/schedules/none", "{", Access.Administer),
        ("DELETE", "/api/v1/schedules/none", null, Access.Administer),
        ("POST", "/api/v1/jobs/maintenance", "{", Access.Operate),
        ("POST", "/api/v1/tables/import", "{", Access.Operate),
        ("POST", "/api/v1/tables/reset", "{", Access.Operate),
        ("POST", "/api/v1/keys", "{", Access.Administer),
        ("DELETE", "/api/v1/keys/none", null, Access.Administer),
    ];

    protected override (string Key, string Value)[] Settings => [("Auth:Mode", "Keys")];

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Admin)]
    public async Task Each_act_is_refused_to_who_may_not_and_to_nobody_else(Role role)
    {
        var key = Key(await NewKeyAsync(role));
        var wrong = new List<string>();
        foreach (var (method, path, body, needs) in _acts)
        {
            var (status, _) = await SendAsync(method, path, body, key);
            if ((status == HttpStatusCode.Forbidden) == needs.Permits(role) || status == HttpStatusCode.Unauthorized || (int)status >= 500)
            {
                wrong.Add($"{role} {method} {path}: {status}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
