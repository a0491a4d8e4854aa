namespace Switchyard.Cli.Connection;

/// <summary>Where the node is, and who asks.</summary>
public sealed class ConnectionSettingsTests
{
    [Fact]
    public void A_user_in_the_address_signs_in_and_is_not_shown()
    {
        var settings = ConnectionSettings.Read("https://ann:s%3Acret@work.example.org/yard", null, null, _ => null);

        var options = settings.ToOptions();

        Assert.Equal(("ann", "s:cret", null), (options.User, options.Password, options.ApiKey));
        Assert.Equal("https://work.example.org/yard", options.Address.ToString());
        Assert.Equal("https://work.example.org/yard", settings.Shown.ToString());
    }

    [Fact]
    public void A_key_wins_over_a_user() =>
        Assert.Equal((null, "sy_k"), (Read("http://ann:x@host", ("SWITCHYARD_KEY", "sy_k")).User, Read("http://ann:x@host", ("SWITCHYARD_KEY", "sy_k")).ApiKey));

    [Fact]
    public void What_is_empty_is_not_said() =>
        Assert.Equal(("http://127.0.0.1:5000/", null), (Read(null, ("SWITCHYARD_URL", ""), ("SWITCHYARD_API_KEY", " ")).Address.ToString(), Read(null, ("SWITCHYARD_API_KEY", "")).ApiKey));

    [Fact]
    public void A_word_in_the_file_that_nothing_reads_is_refused()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{"urll": "http://x"}""");

        Assert.Contains("urll", Assert.Throws<SettingsException>(() => ConnectionSettings.Read(null, null, file, _ => null)).Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static Client.SwitchyardClientOptions Read(string? url, params (string Name, string Value)[] environment) =>
        ConnectionSettings.Read(url, null, null, name => environment.FirstOrDefault(one => one.Name == name).Value).ToOptions();
}
