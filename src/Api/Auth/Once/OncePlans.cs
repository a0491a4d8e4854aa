using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;
using Switchyard.Work.Once;

namespace Switchyard.Auth.Once;

/// <summary>
/// The header <c>Idempotency-Key</c> for what a request makes by itself: what is to be made is planned, and a request that is sent again
/// gets the first one's plan. The handler then makes what was planned, or finds that it is there.
/// </summary>
internal sealed class OncePlans(IGrainFactory grains, IDataProtectionProvider protection, PatientCalls calls)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Switchyard.Once");

    /// <param name="scope">What is made.</param>
    /// <param name="body">As it was sent, or as it was understood.</param>
    public Task<Planned<T>> PlanAsync<T>(HttpContext context, string scope, object? body, T plan) =>
        PlanAsync(context, scope, SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body)), plan);

    /// <param name="hash">SHA-256 of what was sent.</param>
    /// <inheritdoc cref="PlanAsync{T}(HttpContext, string, object?, T)"/>
    public async Task<Planned<T>> PlanAsync<T>(HttpContext context, string scope, byte[] hash, T plan)
    {
        if (IdempotencyKey.Read(context, out var wrong) is not { } key)
        {
            return wrong is null ? new(plan, IsFirst: true, IsOnce: false) : new(plan, IsFirst: true, IsOnce: false, Problem.Invalid(wrong));
        }

        var sent = new OnceRequest(scope, Operator.AccountOf(context) ?? "", key, hash, _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(plan)));
        var planned = await calls.AskAsync(() => grains.Reach<IOnceGrain>(0).PlanAsync(sent), CancellationToken.None);
        return planned.Plan is { } first
            ? new(JsonSerializer.Deserialize<T>(_protector.Unprotect(first))!, planned.IsFirst, IsOnce: true)
            : new(plan, IsFirst: false, IsOnce: true, Problem.OfStatus(StatusCodes.Status422UnprocessableEntity, IdempotencyKey.OtherBody));
    }
}

/// <param name="Plan">What to make.</param>
/// <param name="IsFirst">Nobody sent the request before, or not under a key.</param>
/// <param name="IsOnce">It came under a key.</param>
/// <param name="Refusal">Then nothing is to be made; null: go on.</param>
internal readonly record struct Planned<T>(T Plan, bool IsFirst, bool IsOnce, ProblemHttpResult? Refusal = null);
