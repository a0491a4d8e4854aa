using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Switchyard.Hosting;

/// <summary>All loggers of the program: whoever writes, and wherever to, what came from outside is text and nothing else.</summary>
internal sealed class SoundLoggers(LoggerFactory loggers) : ILoggerFactory
{
    public static void AddTo(IServiceCollection services)
    {
        services.TryAddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(
            provider => new SoundLoggers(provider.GetRequiredService<LoggerFactory>())));
    }

    public ILogger CreateLogger(string categoryName) => new SoundLogger(loggers.CreateLogger(categoryName), categoryName);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    /// <summary>Who made the loggers ends them.</summary>
    public void Dispose()
    {
    }

    /// <summary>
    /// Lines of Orleans above information of which nothing is wrong, and nothing is to be done: at each start of a node that was there before,
    /// at the same address or at another; and when a node that stops cannot hand an activation on, which then begins anew where it is asked next.
    /// </summary>
    private static bool IsOrdinary(string category, EventId id) => (category, id.Id) is
        ("Orleans.Runtime.MembershipService.MembershipTableManager", 100601 or 100602)
        or ("Orleans.Runtime.ActivationMigrationManager", 1491592786) or ("Orleans.Grain", 1946425930);

    private sealed class SoundLogger(ILogger logger, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => logger.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logger.IsEnabled(logLevel))
            {
                logLevel = logLevel > LogLevel.Information && IsOrdinary(category, eventId) ? LogLevel.Information : logLevel;
                logger.Log(logLevel, eventId, state, Sound(exception), (said, _) => LogText.Line(formatter(said, exception)));
            }
        }

        private static Exception? Sound(Exception? exception) =>
            exception?.ToString() is { } text && LogText.Lines(text) is var sound && sound != text ? new ShownException(exception, sound) : exception;
    }

    /// <summary>An exception whose text has something in it that a log must not have.</summary>
    private sealed class ShownException(Exception exception, string text) : Exception(LogText.Line(exception.Message))
    {
        public override string? StackTrace => exception.StackTrace;

        public override string ToString() => text;
    }
}
