namespace Switchyard.Hosting;

/// <summary>
/// Declares the earlier lives of this node dead before it joins. The runtime does so itself, but once, and does not look
/// whether another node's write came first (<c>MembershipTableManager.ProcessSuspectOrKillLists</c> of Orleans 10.4). When a
/// cluster that was killed whole starts again, all its nodes write at once; the life that was missed then held up every node
/// until it had been silent for long enough.
/// </summary>
internal sealed partial class EarlierLives(
    IMembershipTable members, ILocalSiloDetails self, TimeProvider time, ILogger<EarlierLives> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private const int MaxTries = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // After the table is ready, and before this node is in it.
    private const int Stage = ServiceLifecycleStage.RuntimeGrainServices + 1;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(EarlierLives), Stage, EndAsync);

    /// <summary>Ends all of them. When that does not succeed the others find out by probes, as if this node had not come back.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= MaxTries; tries++)
        {
            var table = await members.ReadAllAsync(cancellationToken);
            if (table.Members.FirstOrDefault(member => IsEarlier(member.Item1)) is not ({ } earlier, { } etag))
            {
                return;
            }

            earlier.Status = SiloStatus.Dead;
            earlier.AddSuspector(self.SiloAddress, time.GetUtcNow().UtcDateTime);
            if (await members.UpdateRowAsync(earlier, etag, table.Version.Next(), cancellationToken))
            {
                LogEnded(earlier.SiloAddress);
            }
            else
            {
                // Whoever wrote first has one write less to do: there is an end to it.
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        LogGivenUp(MaxTries);
    }

    private bool IsEarlier(MembershipEntry member) => member.Status != SiloStatus.Dead
        && member.SiloAddress.Endpoint.Equals(self.SiloAddress.Endpoint)
        && member.SiloAddress.Generation < self.SiloAddress.Generation;

    [LoggerMessage(1018, LogLevel.Information, "This node's earlier life {Life} is declared dead")]
    private partial void LogEnded(SiloAddress life);

    [LoggerMessage(1019, LogLevel.Warning, "An earlier life of this node could not be declared dead in {Tries} tries: the other nodes always wrote first")]
    private partial void LogGivenUp(int tries);
}
