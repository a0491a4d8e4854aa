using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using Switchyard.Downloads.Database;
using Switchyard.Downloads.Rules;

namespace Switchyard.Downloads;

/// <summary>
/// One subscription in the cluster. What is said on Redis while nobody listens is lost to all; what the application's database
/// says was asked for is found by the look.
/// </summary>
internal sealed partial class DownloadListenerGrain(
    LabelForwardDoor door,
    DownloadJournal journal,
    DownloadsOptions options,
    IGrainFactory grains,
    ILogger<DownloadListenerGrain> log) : Grain, IDownloadListenerGrain, IRemindable
{
    private const string Guardian = "guardian";
    private const string Redis = "redis";

    private ConnectionMultiplexer? _redis;
    private bool _listens;

    private bool IsOn => door.Database is not null;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            return;
        }

        await this.RegisterOrUpdateReminder(Guardian, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), cancellationToken);
        this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(TimeSpan.Zero, options.LookEvery) { KeepAlive = true, Interleave = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_redis is { } redis)
        {
            await redis.DisposeAsync();
        }
    }

    /// <summary>The activation is the listening.</summary>
    public Task ListenAsync() => Task.CompletedTask;

    public async Task<IReadOnlyList<DownloadEvent>> GetEventsAsync(int limit) => await journal.ReadAsync(Math.Clamp(limit, 1, 1000));

    public Task<ListenerState> GetStateAsync() => Task.FromResult(new ListenerState(IsOn, options.Redis is null ? null : _redis?.IsConnected == true && _listens));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        // The door was switched off since.
        if (!IsOn && await this.GetReminder(Guardian) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync();
            foreach (var clfId in await door.Database!.ReadRequestedAsync(cancellationToken))
            {
                await grains.GetClassifier(clfId).ResumeAsync();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogLookFailed(exception);
        }
    }

    /// <summary>Once: the connection comes back by itself, and its subscriptions with it.</summary>
    private async Task SubscribeAsync()
    {
        if (_listens || options.Redis is not { } address)
        {
            return;
        }

        var settings = ConfigurationOptions.Parse(address);
        settings.AbortOnConnectFail = false;
        settings.ClientName = "switchyard";
        _redis ??= await ConnectionMultiplexer.ConnectAsync(settings);
        var messages = await _redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal(DownloadNames.Channel));
        messages.OnMessage(message => HearAsync(message.Message.ToString()));
        _listens = true;
        LogListens(address);
    }

    /// <summary>Messages come one after the other, outside of the grain's turns. A bad one is told, and harms nothing.</summary>
    private async Task HearAsync(string text)
    {
        try
        {
            var message = DownloadMessage.Parse(text);
            if (message.ClfId is { } clfId)
            {
                await grains.GetClassifier(clfId).RequestAsync(Redis);
            }
            else
            {
                LogRefused(message.Refusal!);
                await journal.AddAsync(Redis, text, null, message.Refusal!, isRefused: true);
            }
        }
#pragma warning disable CA1031 // The next message must be heard.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotHeard(exception);
        }
    }

    [LoggerMessage(8002, LogLevel.Information, "Listening to Redis at {Address}")]
    private partial void LogListens(string address);

    [LoggerMessage(8003, LogLevel.Warning, "A message on Redis is refused: {Refusal}")]
    private partial void LogRefused(string refusal);

    [LoggerMessage(8004, LogLevel.Error, "A message on Redis could not be taken")]
    private partial void LogNotHeard(Exception exception);

    [LoggerMessage(8005, LogLevel.Warning, "The look for archives that were asked for failed and is tried again")]
    private partial void LogLookFailed(Exception exception);
}
