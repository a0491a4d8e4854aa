using System.CommandLine;
using Switchyard.Cli.Connection;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Client;

namespace Switchyard.Cli.Running;

/// <summary>One run of a command: what was typed, where the node is, where things are shown.</summary>
internal sealed class Session(ParseResult parsed, CancellationToken cancelled) : IDisposable
{
    /// <summary>Enough for a connection that breaks; who waits for a person must hear soon that a node is away.</summary>
    private const int Retries = 2;

    private SwitchyardClient? _client;
    private ConnectionSettings? _settings;

    public Screen Screen { get; } = new();

    public Times Times { get; } = new(TimeProvider.System, parsed.GetValue(Globals.Utc));

    public TimeProvider Time { get; } = TimeProvider.System;

    public CancellationToken Cancelled => cancelled;

    /// <summary>Programs read it.</summary>
    public bool IsJson { get; } = parsed.GetValue(Globals.Json);

    /// <exception cref="SettingsException">Where the node is cannot be understood.</exception>
    public ConnectionSettings Settings => _settings ??= ConnectionSettings.Read(
        parsed.GetValue(Globals.Url), parsed.GetValue(Globals.KeyFile), parsed.GetValue(Globals.Config), Environment.GetEnvironmentVariable);

    /// <exception cref="SettingsException">Where the node is cannot be understood.</exception>
    public Api Api => new(_client ??= NewClient());

    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    public Task PauseAsync(TimeSpan span) => Task.Delay(span, Time, cancelled);

    public void Dispose() => _client?.Dispose();

    private SwitchyardClient NewClient()
    {
        var options = Settings.ToOptions();
        options.Retry.MaxRetries = Retries;
        if (parsed.GetValue(Globals.Timeout) is { } typed)
        {
            options.Retry.RequestTimeout = Spans.Read(typed);
        }

        try
        {
            return new(options, Time);
        }
        catch (ArgumentException e)
        {
            throw new SettingsException(e.Message);
        }
    }
}
