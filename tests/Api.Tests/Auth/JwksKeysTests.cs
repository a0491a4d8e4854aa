using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Switchyard.Auth;

public sealed class JwksKeysTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private Issuer? _issuer;
    private JwksKeys? _keys;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Issuer Issuer => _issuer!;

    private JwksKeys Keys => _keys!;

    public async ValueTask InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _keys = new JwksKeys(new HttpClient(), new Uri(_issuer.Url), _time, NullLogger<JwksKeys>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _keys?.Dispose();
        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }
    }

    [Fact]
    public async Task Keys_are_asked_for_once_in_their_lifespan()
    {
        Issuer.PublishNewKey("a");
        Assert.NotNull(await Keys.FindAsync("a", Token));
        _time.Advance(JwksKeys.Lifespan - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Keys.FindAsync("a", Token));
        Assert.Equal(1, Issuer.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await Keys.FindAsync("a", Token));
        Assert.Equal(2, Issuer.Asked);
    }

    [Fact]
    public async Task An_unknown_key_is_asked_for_again_but_not_at_once()
    {
        Issuer.PublishNewKey("a");
        Assert.Null(await Keys.FindAsync("b", Token));
        Issuer.PublishNewKey("b");
        Assert.Null(await Keys.FindAsync("b", Token));
        Assert.Equal(1, Issuer.Asked);

        _time.Advance(JwksKeys.AskAgainAfter);
        Assert.NotNull(await Keys.FindAsync("b", Token));
        Assert.Equal(2, Issuer.Asked);
    }

    [Fact]
    public async Task Many_who_wait_ask_one_question()
    {
        Issuer.PublishNewKey("a");
        var gate = new TaskCompletionSource();
        Issuer.Gate = gate.Task;
        var waiting = Enumerable.Range(0, 50).Select(_ => Keys.FindAsync("a", Token)).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(waiting), Assert.NotNull);
        Assert.Equal(1, Issuer.Asked);
    }

    [Fact]
    public async Task Who_leaves_does_not_end_the_question_of_the_others()
    {
        Issuer.PublishNewKey("a");
        var gate = new TaskCompletionSource();
        Issuer.Gate = gate.Task;
        using var leaves = new CancellationTokenSource();
        var first = Keys.FindAsync("a", leaves.Token);
        var second = Keys.FindAsync("a", Token);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.NotNull(await second);
    }

    [Fact]
    public async Task A_failure_is_remembered_for_a_moment()
    {
        Issuer.PublishNewKey("a");
        Issuer.Fails = true;
        await Assert.ThrowsAsync<KeysUnavailableException>(() => Keys.FindAsync("a", Token));
        Issuer.Fails = false;
        await Assert.ThrowsAsync<KeysUnavailableException>(() => Keys.FindAsync("a", Token));
        Assert.Equal(1, Issuer.Asked);

        _time.Advance(JwksKeys.AskAgainAfter);
        Assert.NotNull(await Keys.FindAsync("a", Token));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":[{"kty":"EC","kid":"a"}]}""")]
    public async Task An_answer_without_keys_is_no_answer(string body)
    {
        Issuer.Body = body;

        await Assert.ThrowsAsync<KeysUnavailableException>(() => Keys.FindAsync("a", Token));
    }

    [Fact]
    public async Task An_answer_without_keys_takes_none_away()
    {
        Issuer.PublishNewKey("a");
        Assert.NotNull(await Keys.FindAsync("a", Token));
        Issuer.Body = "{}";
        _time.Advance(JwksKeys.AskAgainAfter);
        await Assert.ThrowsAsync<KeysUnavailableException>(() => Keys.FindAsync("b", Token));

        Assert.NotNull(await Keys.FindAsync("a", Token));
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_given_up()
    {
        Issuer.Gate = new TaskCompletionSource().Task;
        var asked = Keys.FindAsync("a", Token);
        // Its patience has begun before the question is on its way.
        await Eventually.IsAsync(() => Task.FromResult(Issuer.Asked == 1));
        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(asked.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        await Assert.ThrowsAsync<KeysUnavailableException>(() => asked);
    }
}
