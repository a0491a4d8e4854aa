using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Work.Events;

public sealed class EventHubSeatTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly object _hub = new();
    private readonly EventHubSeat _seat;

    public EventHubSeatTests()
    {
        _seat = new EventHubSeat(_clock);
    }

    [Fact]
    public async Task What_was_left_is_given_once()
    {
        _seat.Leave(State("left"));

        Assert.Equal("left", (await _seat.TakeAsync())?.Epoch);
        Assert.Null(await _seat.TakeAsync());
    }

    [Fact]
    public async Task What_was_left_a_minute_ago_is_not_given()
    {
        _seat.Leave(State("left"));
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(await _seat.TakeAsync());
    }

    [Fact]
    public async Task A_hub_gives_up_once_and_not_when_it_has_risen()
    {
        _seat.Sit(_hub, () => State("sits"));
        _seat.Rise(new object());
        Assert.Equal("sits", (await _seat.TakeAsync())?.Epoch);
        Assert.Null(await _seat.TakeAsync());

        _seat.Sit(_hub, () => State("sits"));
        _seat.Rise(_hub);
        Assert.Null(await _seat.TakeAsync());
    }

    [Theory]
    [InlineData(-1, "left")]
    [InlineData(1, "sits")]
    public async Task Of_what_was_left_and_what_a_hub_has_the_one_that_was_read_later_is_given_and_the_hub_ends(int later, string given)
    {
        var hasEnded = false;
        _seat.Leave(State("left"));
        _seat.Sit(_hub, () =>
        {
            hasEnded = true;
            return State("sits", later);
        });

        Assert.Equal(given, (await _seat.TakeAsync())?.Epoch);
        Assert.True(hasEnded);
        Assert.Null(await _seat.TakeAsync());
    }

    [Fact]
    public async Task A_hub_that_nobody_reads_has_nothing_and_ends()
    {
        var hasEnded = false;
        _seat.Sit(_hub, () =>
        {
            hasEnded = true;
            return null;
        });

        Assert.Null(await _seat.TakeAsync());
        Assert.True(hasEnded);
    }

    private static EventHubState State(string epoch, int seconds = 0) => new(epoch, Now.AddSeconds(seconds), 0, [], new Dictionary<string, long>());
}
