using System.Text.Json;

namespace Switchyard.Client.Workers;

public sealed class AttemptEndTests
{
    [Fact]
    public void An_exception_is_a_failure_that_is_tried_again()
    {
        var end = Assert.IsType<AttemptEnd.Failed>(AttemptEnd.Of(new InvalidDataException("no image"), Loss.None));

        Assert.Equal(new("InvalidDataException: no image", Retry: true, RetryAfter: null), end);
    }

    [Fact]
    public void A_handler_may_say_what_comes_of_it()
    {
        var end = AttemptEnd.Of(new TaskFailedException("no image", retry: false), Loss.None);

        Assert.Equal(new AttemptEnd.Failed("no image", Retry: false, RetryAfter: null), end);
        Assert.Equal(
            new AttemptEnd.Failed("later", Retry: true, TimeSpan.FromHours(1)),
            AttemptEnd.Of(new TaskFailedException("later", retryAfter: TimeSpan.FromHours(1)), Loss.None));
    }

    [Fact]
    public void Of_what_is_not_ours_any_more_nothing_is_said()
    {
        foreach (var loss in new[] { Loss.Stale, Loss.Cancelled, Loss.Unknown })
        {
            Assert.IsType<AttemptEnd.Dropped>(AttemptEnd.Of(new OperationCanceledException(), loss));
            Assert.IsType<AttemptEnd.Dropped>(AttemptEnd.Of(new InvalidDataException(), loss));
            Assert.IsType<AttemptEnd.Dropped>(AttemptEnd.Of((JsonElement?)null, loss));
        }
    }

    [Fact]
    public void A_result_is_worth_a_try_when_the_lease_may_have_run_out() =>
        Assert.IsType<AttemptEnd.Done>(AttemptEnd.Of((JsonElement?)null, Loss.RanOut));

    [Fact]
    public void A_stop_gives_back_what_did_not_end_and_keeps_what_did()
    {
        Assert.IsType<AttemptEnd.GivenBack>(AttemptEnd.Of(new OperationCanceledException(), Loss.Stopping));
        Assert.IsType<AttemptEnd.Done>(AttemptEnd.Of((JsonElement?)null, Loss.Stopping));
    }

    [Fact]
    public void A_handler_that_cancels_itself_has_failed() =>
        Assert.IsType<AttemptEnd.Failed>(AttemptEnd.Of(new OperationCanceledException(), Loss.None));

    [Fact]
    public void A_long_error_is_cut() =>
        Assert.True(Assert.IsType<AttemptEnd.Failed>(AttemptEnd.Of(new InvalidDataException(new string('x', 100_000)), Loss.None)).Error.Length < 10_000);
}
