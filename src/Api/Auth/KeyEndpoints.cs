using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth.Once;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>Keys of programs: made, listed, revoked. A secret is told once.</summary>
internal static class KeyEndpoints
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys").Needs(Access.Administer);
        keys.MapPost("", CreateAsync)
            .WithSummary("Make a key; the answer alone tells the secret")
            .WithExample("""{"name": "importer", "role": "client", "expires": "P90D", "queues": ["greetings"]}""")
            .WithHeader(IdempotencyKey.Header, IdempotencyKey.Words)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        keys.MapGet("", ListAsync).WithSummary("All keys without their secrets, newest first");
        keys.MapDelete("/{id}", RevokeAsync)
            .WithSummary("Revoke a key: within seconds it opens nothing on any node")
            .WithWords(("id", "The key's id, which is no secret."))
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<NewKeyJson>, ProblemHttpResult>> CreateAsync(
        KeyRequest request, HttpContext context, IEnumerable<DoorMark> doors, IGrainFactory grains, OncePlans once, TimeProvider time)
    {
        var maker = new KeyMaker(grains, doors, time);
        var (plan, wrong) = maker.Plan(request.Name, request.Role, request.Expires, request.Doors, request.Queues, Operator.Of(context));
        if (plan is null)
        {
            return Problem.Invalid(wrong!);
        }

        var planned = await once.PlanAsync(context, "key", request, plan);
        if (planned.Refusal is { } other)
        {
            return other;
        }

        var (key, text) = planned.Plan;
        return await maker.MakeAsync(planned.Plan, mayBeThere: planned.IsOnce)
            ? TypedResults.Created($"/api/v1/keys/{key.Id}", new NewKeyJson(key.Id, key.Name, key.Role, text, key.ExpiresAt, key.Doors, key.Queues))
            : Problem.Conflict("The id was taken; ask again.");
    }

    private static async Task<Ok<ListJson<KeyJson>>> ListAsync(IGrainFactory grains) => TypedResults.Ok(new ListJson<KeyJson>(
        [.. (await grains.GetAccessKeys().ListAsync()).Select(KeyJson.Of)]));

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(string id, IGrainFactory grains) =>
        await grains.GetAccessKeys().RevokeAsync(id)
            ? TypedResults.NoContent()
            : Problem.Of(StatusCodes.Status404NotFound, "unknown-key", "There is no key of this id.");

    /// <param name="Name">Who will act with it; 1 to 100 characters.</param>
    /// <param name="Role">viewer, client, worker, operator or admin.</param>
    /// <param name="Expires">A time, or a span from now (seconds, ISO 8601, or d.hh:mm:ss); without it the key does not end.</param>
    /// <param name="Doors">The doors that it opens; without them all.</param>
    /// <param name="Queues">The queues that it may name; without them all.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record KeyRequest(
        string? Name, string? Role, System.Text.Json.JsonElement? Expires, IReadOnlyList<string>? Doors, IReadOnlyList<string>? Queues);

    /// <param name="Key">The secret.</param>
    internal sealed record NewKeyJson(
        string Id, string Name, Role Role, string Key, DateTimeOffset? Expires, IReadOnlyList<string> Doors, IReadOnlyList<string> Queues);

    /// <param name="LastUsed">To within some minutes; null: it was not used yet.</param>
    internal sealed record KeyJson(
        string Id,
        string Name,
        Role Role,
        DateTimeOffset Created,
        string? CreatedBy,
        DateTimeOffset? Expires,
        DateTimeOffset? LastUsed,
        DateTimeOffset? Revoked,
        IReadOnlyList<string> Doors,
        IReadOnlyList<string> Queues)
    {
        public static KeyJson Of(AccessKey key) => new(
            key.Id, key.Name, key.Role, key.CreatedAt, key.CreatedBy, key.ExpiresAt, key.LastUsedAt, key.RevokedAt, key.Doors, key.Queues);
    }
}
