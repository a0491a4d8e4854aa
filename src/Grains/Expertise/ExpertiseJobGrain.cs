using Switchyard.Blobs;
using Switchyard.Compute;
using Switchyard.Expertise.Rules;
using Switchyard.Work;
using Switchyard.Work.Audit;

namespace Switchyard.Expertise;

/// <summary>One job. It leaves memory soon after it was asked for: finished jobs are many.</summary>
[GrainType(ExpertiseNames.Kind), CollectionAgeLimit("00:00:30")]
internal sealed class ExpertiseJobGrain(
    [PersistentState("expertise", WorkGrainStorage.Name)] IPersistentState<WorkState> state,
    ComputeItemServices services,
    ExpertiseOptions options,
    TokenVault vault,
    ItemRemoval removal,
    IBlobStore blobs) : ComputeItemGrain(state, services), IExpertiseJobGrain
{
    public async Task<ExpertiseView?> LookAsync()
    {
        await ReloadAsync();
        return Row is { } row ? ExpertiseViews.ViewOf(row, await ReadPartAsync(row.Id, ExpertiseRows.RequestPart)) : null;
    }

    /// <summary>First the commit: whoever looks afterwards finds no scores, not some that cannot be read.</summary>
    public async Task ForgetScoresAsync()
    {
        IReadOnlyList<string> spent = [];
        await ActAsync(row =>
        {
            if (row is null || ExpertiseRows.Forgotten(row) is var next && ReferenceEquals(next, row))
            {
                return new Decision<bool>(false);
            }

            spent = [.. ExpertiseRows.BodyOf(row).Results.Select(result => result.Blob).OfType<string>()];
            return new Decision<bool>(true, new(row, next) { Dropped = spent, Act = ItemActs.OfDeletion(row, Now, "scores") });
        });
        await DeleteBlobsAsync(spent);
    }

    public async Task<ActOutcome> DeleteAsync()
    {
        var outcome = await removal.RemoveAsync(ExpertiseNames.Kind, this.GetPrimaryKeyLong());
        await ReloadAsync();
        return outcome;
    }

    protected override ComputeEntry EntryOf(WorkRow row) => ExpertiseRows.EntryOf(row, options);

    protected override async ValueTask<RunOrder> OrderAsync(WorkRow leased)
    {
        var config = await ReadPartAsync(leased.Id, ExpertiseRows.ConfigPart);
        return ExpertiseRows.OrderOf(leased, options, config, SecretsOf(leased));
    }

    protected override WorkCommand.Advance? AdvanceOf(WorkRow row) => ExpertiseRows.AdvanceOf(row, options);

    protected override bool HasAdvanced(WorkRow row, long leaseNumber) => ExpertiseRows.HasAdvanced(row, leaseNumber);

    protected override WorkWrite Ended(WorkWrite write, RunResult result) =>
        write with { New = ExpertiseRows.AfterRun(write.Old!, write.New, result, Now) };

    protected override WorkWrite WriteOf(WorkRow old, Transition transition)
    {
        var write = base.WriteOf(old, transition);
        return write with { New = ExpertiseRows.WithoutSpentToken(write.New) };
    }

    protected override Task<string?> WhyNoResetAsync(WorkRow ended) => Task.FromResult(
        ExpertiseRows.BodyOf(ended) switch
        {
            { Step: 0, NeedsToken: true } => "Its token for OpenReview is no longer kept: submit it again.",
            { IsForgotten: true } => "Its dataset was deleted with its scores: submit it again.",
            _ => null,
        });

    public override async Task<ActOutcome> ResetAsync() =>
        await WhyNoResetAsync() is null ? await base.ResetAsync() : ActOutcome.Conflict;

    private Dictionary<string, SecretText> SecretsOf(WorkRow row)
    {
        var secrets = new Dictionary<string, SecretText>();
        if (ExpertiseRows.BodyOf(row) is { Step: 0 } body)
        {
            if (options.OpenReviewBaseUrl is { } address)
            {
                secrets[ExpertiseNames.BaseUrlSecret] = new(address);
            }

            if (body.Token is { } sealedToken && vault.Open(sealedToken, row.Id) is { } token)
            {
                secrets[ExpertiseNames.TokenSecret] = token;
            }
        }

        return secrets;
    }

    private async Task<byte[]> ReadPartAsync(long id, string part) =>
        (await Store.ReadPartsAsync(id, [part])).GetValueOrDefault(part) ?? [];

    private async Task DeleteBlobsAsync(IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            await blobs.DeleteAsync(id, CancellationToken.None);
        }
    }
}
