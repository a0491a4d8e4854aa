using Microsoft.Extensions.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Auth;

public sealed class ApiAuthOptionsTests
{
    [Fact]
    public void Open_is_the_default_on_loopback() => Assert.True(Read(loopback: true).IsOpen);

    [Fact]
    public void Open_to_the_network_must_be_said()
    {
        Assert.Equal("Auth:Mode", Assert.Throws<InvalidSettingException>(() => Read(loopback: false)).Key);
        Assert.True(Read(loopback: false, ("Auth:AllowAnonymous", "true")).IsOpen);
        Assert.False(Read(loopback: false, ("Auth:Mode", "Basic"), ("Auth:Basic:User", "u"), ("Auth:Basic:Password", "p")).IsOpen);
    }

    [Theory]
    [InlineData("Auth:Mode", "Auth:Mode", "Basic,Magic")]
    [InlineData("Auth:Basic:User", "Auth:Mode", "Basic")]
    [InlineData("Auth:Basic:Password", "Auth:Mode", "Basic", "Auth:Basic:User", "u")]
    public void A_refused_value_is_named_by_its_key(string key, params string[] settings)
    {
        var pairs = settings.Chunk(2).Select(pair => (pair[0], pair[1])).ToArray();

        var refusal = Assert.Throws<InvalidSettingException>(() => Read(loopback: true, pairs));

        Assert.Equal(key, refusal.Key);
        Assert.StartsWith(key + ": ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_malformed_flag_is_refused() => Assert.Equal(
        "Auth:AllowAnonymous",
        Assert.Throws<InvalidSettingException>(() => Read(loopback: false, ("Auth:AllowAnonymous", "yes"))).Key);

    [Theory]
    [InlineData("http://127.0.0.1:5000", true)]
    [InlineData("http://localhost:5000", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://127.0.0.1:5000;http://0.0.0.0:5100", false)]
    [InlineData("http://*:5000", false)]
    [InlineData("http://+:5000", false)]
    [InlineData("http://yard.example:5000", false)]
    public void Loopback_is_told_from_the_network(string urls, bool loopback)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Urls", (string?)urls)])
            .Build();

        Assert.Equal(loopback, ListenUrls.Read(configuration).AreLoopback);
    }

    [Fact]
    public void A_doors_port_counts_too()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Doors:Tables:Url", (string?)"http://0.0.0.0:5100")])
            .Build();

        Assert.False(ListenUrls.Read(configuration).AreLoopback);
    }

    [Fact]
    public void What_is_no_url_is_refused()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("Doors:Tables:Url", (string?)"5100")])
            .Build();

        Assert.Equal("Doors:Tables:Url", Assert.Throws<InvalidSettingException>(() => ListenUrls.Read(configuration)).Key);
    }

    private static ApiAuthOptions Read(bool loopback, params (string Key, string Value)[] settings) => ApiAuthOptions.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build(),
        loopback);
}
