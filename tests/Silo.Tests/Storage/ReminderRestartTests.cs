using Microsoft.Extensions.DependencyInjection;
using Switchyard.Hosting;
using Switchyard.Nodes;

namespace Switchyard.Storage;

public sealed class ReminderRestartTests
{
    [Fact]
    public async Task A_reminder_fires_after_its_silo_was_restarted()
    {
        var directory = Directory.CreateTempSubdirectory("switchyard-reminder-");
        var storage = new StorageOptions { DataDirectory = directory.FullName };
        await using (var first = await TestSilo.StartAsync(storage, silo => Configure(silo, new Bell())))
        {
            var grains = first.Services.GetRequiredService<IGrainFactory>();
            await grains.GetGrain<IClockGrain>("tower").WindAsync();
        }

        var bell = new Bell();
        await using (await TestSilo.StartAsync(storage, silo => Configure(silo, bell)))
        {
            Assert.Equal("tower", await bell.Rung.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }

        directory.Delete(recursive: true);
    }

    private static void Configure(ISiloBuilder silo, Bell bell)
    {
        silo.Services.AddSingleton(bell);
        silo.Services.Configure<ReminderOptions>(reminders => reminders.MinimumReminderPeriod = TimeSpan.FromSeconds(1));
    }
}

public interface IClockGrain : IGrainWithStringKey
{
    Task WindAsync();
}

public sealed class Bell
{
    private readonly TaskCompletionSource<string> _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Rung => _rung.Task;

    public void Ring(string clock) => _rung.TrySetResult(clock);
}

public sealed class ClockGrain(Bell bell) : Grain, IClockGrain, IRemindable
{
    public async Task WindAsync() =>
        await this.RegisterOrUpdateReminder("strike", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        bell.Ring(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }
}
