using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodeOptions = Switchyard.Configuration.NodeOptions;

namespace Switchyard.Hosting;

public sealed class LeaveTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    private bool Stops => _lifetime.ApplicationStopping.IsCancellationRequested;

    [Fact]
    public async Task It_is_unready_at_once_and_stops_after_its_delay()
    {
        using var leave = Make(TimeSpan.FromSeconds(10));
        Assert.False(leave.IsUnderWay);

        var leaving = leave.BeginAsync();
        Assert.True(leave.IsUnderWay);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(Stops);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await leaving;

        Assert.True(Stops);
    }

    [Fact]
    public async Task Told_twice_it_stops_at_once()
    {
        using var leave = Make(TimeSpan.FromSeconds(10));
        var first = leave.BeginAsync();

        await leave.BeginAsync();

        Assert.True(Stops);
        _time.Advance(TimeSpan.FromSeconds(10));
        await first;
    }

    [Fact]
    public async Task Without_a_delay_it_stops_at_once_and_requests_have_a_part_of_the_time_alone()
    {
        using var leave = Make(TimeSpan.Zero);

        await leave.BeginAsync();

        Assert.True(Stops);
        Assert.False(leave.Late.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(12));
        Assert.True(leave.Late.IsCancellationRequested);
    }

    private Leave Make(TimeSpan delay) => new(_lifetime, new NodeOptions { LeaveDelay = delay }, _time);
}
