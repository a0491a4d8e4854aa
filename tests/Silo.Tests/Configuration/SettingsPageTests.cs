using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Servers;
using Switchyard.Settings;

namespace Switchyard.Configuration;

/// <summary>docs/settings.md has every setting, as the program reads it.</summary>
public sealed class SettingsPageTests
{
    /// <summary>When it is set, what is made of the options classes is written anew.</summary>
    private const string Rewrite = "REWRITE_SETTINGS";

    private const string Mark = "<!-- What follows is made from the options classes. -->\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_has_every_setting_with_its_default_its_bounds_and_its_meaning()
    {
        var file = Project.PathOf("docs/settings.md");
        var page = await File.ReadAllTextAsync(file, Token);
        var made = page[..(page.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)]
            + string.Concat(Sections().Where(section => SettingsPage.Of(section.Name, section.Options).Count > 0).Select(section => $"\n{SettingsPage.Table(section.Name, section.Options)}"));
        if (Environment.GetEnvironmentVariable(Rewrite) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(file, made, Token);
            page = made;
        }

        Assert.True(made == page, $"docs/settings.md is not what is read. Write it anew: {Rewrite}=1 ./dev test Silo.Tests --class SettingsPageTests");
    }

    [Fact]
    public void Every_number_has_a_unit_and_every_key_that_is_named_is_read()
    {
        var rows = Sections().SelectMany(section => SettingsPage.Of(section.Name, section.Options)).ToList();

        Assert.True(rows.Count > 80, $"There are {rows.Count}.");
        Assert.Distinct(rows.Select(row => row.Key));
        Assert.All(rows, row => Assert.True(row.Meaning.Length > 10, $"{row.Key}: '{row.Meaning}'"));
        foreach (var row in rows.Where(row => row.Key.Contains("Bytes", StringComparison.Ordinal) || row.Type == typeof(long)))
        {
            Assert.Contains("byte", row.Meaning, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("seconds", rows.Single(row => row.Key == "Services:Dummy:Seconds").Meaning, StringComparison.Ordinal);
    }

    private static List<SettingsSection> Sections()
    {
        var services = new ServiceCollection();
        FrontSettings.Read(new ConfigurationBuilder().Build()).Register(services);
        return [.. services.BuildServiceProvider().GetServices<SettingsSection>()];
    }
}
