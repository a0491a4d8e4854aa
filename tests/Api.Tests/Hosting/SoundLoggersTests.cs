using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Switchyard.Hosting;

public sealed partial class SoundLoggersTests
{
    [Theory]
    [InlineData("plain, Ångström 漢字 👍\tas it is", "plain, Ångström 漢字 👍\tas it is")]
    [InlineData("a\r2026 forged", "a 2026 forged")]
    [InlineData("a\r\n2026 forged\n", "a 2026 forged ")]
    [InlineData("\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m")]
    [InlineData("\u009b2Jgone\u0085\u2028\u202e", "\\u009b2Jgone  \\u202e")]
    [InlineData("\0\a\u007f", "\\u0000\\u0007\\u007f")]
    public void A_message_is_one_line_of_text(string text, string shown) => Assert.Equal(shown, LogText.Line(text));

    [Property]
    public void Nothing_that_acts_on_a_terminal_is_left(string? text)
    {
        Assert.DoesNotContain(LogText.Line(text ?? ""), letter => char.IsControl(letter) && letter != '\t');
        Assert.DoesNotContain(LogText.Lines(text ?? ""), letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public void Whoever_logs_and_wherever_to_it_is_sound()
    {
        var sink = new FakeLogCollector();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(sink)));
        SoundLoggers.AddTo(services);
        using var provider = services.BuildServiceProvider();
        var failure = new InvalidOperationException("outer\u001b[2J", new IOException("inner\r\nforged\r"));

        Log(provider.GetRequiredService<ILogger<SoundLoggersTests>>(), "GET\u001b[1m\rforged", failure);

        var record = Assert.Single(sink.GetSnapshot());
        Assert.Equal("GET\\u001b[1m forged failed", record.Message);
        Assert.Equal("outer\\u001b[2J", record.Exception!.Message);
        Assert.Contains("inner\\u000d\nforged\\u000d", record.Exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(typeof(SoundLoggersTests).FullName, record.Category);
    }

    [Fact]
    public void An_exception_without_such_things_is_the_one_that_was_thrown()
    {
        var sink = new FakeLogCollector();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(sink)));
        SoundLoggers.AddTo(services);
        using var provider = services.BuildServiceProvider();
        var failure = new InvalidOperationException("plain");

        Log(provider.GetRequiredService<ILoggerFactory>().CreateLogger("any"), "GET", failure);

        Assert.Same(failure, Assert.Single(sink.GetSnapshot()).Exception);
    }

    [Theory]
    [InlineData("Orleans.Runtime.ActivationMigrationManager", 1491592786, LogLevel.Information)]
    [InlineData("Orleans.Runtime.ActivationMigrationManager", 1, LogLevel.Error)]
    [InlineData("Orleans.Runtime.Other", 1491592786, LogLevel.Error)]
    public void A_line_about_which_nothing_can_be_done_is_information(string category, int id, LogLevel level)
    {
        var sink = new FakeLogCollector();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(sink)));
        SoundLoggers.AddTo(services);
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<ILoggerFactory>().CreateLogger(category).Log(LogLevel.Error, new EventId(id), "not moved", null, (text, _) => text);

        Assert.Equal(level, Assert.Single(sink.GetSnapshot()).Level);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} failed")]
    private static partial void Log(ILogger logger, string method, Exception failure);
}
