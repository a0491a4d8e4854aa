using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Client.Workers;

namespace Switchyard.Client;

/// <summary>The client and its workers as services of a host.</summary>
public static class SwitchyardServices
{
    private const string Reflected = "Types are found by reflection. Give their JsonTypeInfo where the program is trimmed or compiled ahead of time.";

    /// <summary>Adds a <see cref="SwitchyardClient"/>, over an <see cref="HttpClient"/> of the factory's that is named by that class.</summary>
    /// <returns>To add handlers of requests.</returns>
    public static IHttpClientBuilder AddSwitchyardClient(this IServiceCollection services, Action<SwitchyardClientOptions>? configure = null) =>
        services.AddSwitchyardClient((options, _) => configure?.Invoke(options));

    /// <inheritdoc cref="AddSwitchyardClient(IServiceCollection, Action{SwitchyardClientOptions}?)"/>
    /// <param name="configure">May ask the host's services, such as its configuration.</param>
    public static IHttpClientBuilder AddSwitchyardClient(this IServiceCollection services, Action<SwitchyardClientOptions, IServiceProvider> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
        {
            var options = new SwitchyardClientOptions();
            configure(options, provider);
            var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(SwitchyardClient));
            return new SwitchyardClient(http, options, provider.GetRequiredService<TimeProvider>());
        });
        // The client lives as long as the host, so its connections are what is renewed.
        return services.AddHttpClient(nameof(SwitchyardClient))
            .ConfigurePrimaryHttpMessageHandler(SwitchyardClient.NewHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // Four lines for each claim, renewal and report would hide what matters.
            .RemoveAllLoggers();
    }

    /// <summary>Adds a worker for tasks that have no result.</summary>
    /// <param name="queue">Where its tasks are.</param>
    /// <param name="handler">Does one; its token says that the task is not this worker's any more.</param>
    /// <param name="configure">How it works; null: as the defaults say.</param>
    [RequiresUnreferencedCode(Reflected)]
    [RequiresDynamicCode(Reflected)]
    public static IServiceCollection AddSwitchyardWorker<TPayload>(
        this IServiceCollection services, string queue, Func<TaskContext<TPayload>, CancellationToken, Task> handler, Action<TaskWorkerOptions>? configure = null) =>
        services.AddWorker(queue, TaskWorks.Of(handler, TaskWorks.TypeOf<TPayload>()), configure);

    /// <summary>Adds a worker for tasks that have a result.</summary>
    /// <inheritdoc cref="AddSwitchyardWorker{TPayload}(IServiceCollection, string, Func{TaskContext{TPayload}, CancellationToken, Task}, Action{TaskWorkerOptions}?)"/>
    [RequiresUnreferencedCode(Reflected)]
    [RequiresDynamicCode(Reflected)]
    public static IServiceCollection AddSwitchyardWorker<TPayload, TResult>(
        this IServiceCollection services, string queue, Func<TaskContext<TPayload>, CancellationToken, Task<TResult>> handler, Action<TaskWorkerOptions>? configure = null) =>
        services.AddWorker(queue, TaskWorks.Of(handler, TaskWorks.TypeOf<TPayload>(), TaskWorks.TypeOf<TResult>()), configure);

    /// <summary>Adds a worker for tasks that have no result, without reflection.</summary>
    /// <inheritdoc cref="AddSwitchyardWorker{TPayload}(IServiceCollection, string, Func{TaskContext{TPayload}, CancellationToken, Task}, Action{TaskWorkerOptions}?)"/>
    public static IServiceCollection AddSwitchyardWorker<TPayload>(
        this IServiceCollection services,
        string queue,
        Func<TaskContext<TPayload>, CancellationToken, Task> handler,
        JsonTypeInfo<TPayload> payload,
        Action<TaskWorkerOptions>? configure = null) =>
        services.AddWorker(queue, TaskWorks.Of(handler, payload), configure);

    /// <summary>Adds a worker for tasks that have a result, without reflection.</summary>
    /// <inheritdoc cref="AddSwitchyardWorker{TPayload}(IServiceCollection, string, Func{TaskContext{TPayload}, CancellationToken, Task}, Action{TaskWorkerOptions}?)"/>
    public static IServiceCollection AddSwitchyardWorker<TPayload, TResult>(
        this IServiceCollection services,
        string queue,
        Func<TaskContext<TPayload>, CancellationToken, Task<TResult>> handler,
        JsonTypeInfo<TPayload> payload,
        JsonTypeInfo<TResult> result,
        Action<TaskWorkerOptions>? configure = null) =>
        services.AddWorker(queue, TaskWorks.Of(handler, payload, result), configure);

    /// <summary>Adds a worker whose handler is a service, made anew for each attempt unless it is registered otherwise.</summary>
    /// <inheritdoc cref="AddSwitchyardWorker{TPayload}(IServiceCollection, string, Func{TaskContext{TPayload}, CancellationToken, Task}, Action{TaskWorkerOptions}?)"/>
    [RequiresUnreferencedCode(Reflected)]
    [RequiresDynamicCode(Reflected)]
    public static IServiceCollection AddSwitchyardHandler<TPayload, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, string queue, Action<TaskWorkerOptions>? configure = null)
        where THandler : class, ITaskHandler<TPayload>
    {
        services.TryAddScoped<THandler>();
        return services.AddWorker(queue, TaskWorks.Handler<TPayload, THandler>(TaskWorks.TypeOf<TPayload>()), configure);
    }

    /// <summary>Adds a worker whose handler is a service, made anew for each attempt unless it is registered otherwise.</summary>
    /// <inheritdoc cref="AddSwitchyardWorker{TPayload}(IServiceCollection, string, Func{TaskContext{TPayload}, CancellationToken, Task}, Action{TaskWorkerOptions}?)"/>
    [RequiresUnreferencedCode(Reflected)]
    [RequiresDynamicCode(Reflected)]
    public static IServiceCollection AddSwitchyardHandler<TPayload, TResult, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, string queue, Action<TaskWorkerOptions>? configure = null)
        where THandler : class, ITaskHandler<TPayload, TResult>
    {
        services.TryAddScoped<THandler>();
        return services.AddWorker(queue, TaskWorks.Handler<TPayload, TResult, THandler>(TaskWorks.TypeOf<TPayload>(), TaskWorks.TypeOf<TResult>()), configure);
    }

    private static IServiceCollection AddWorker(this IServiceCollection services, string queue, TaskWork work, Action<TaskWorkerOptions>? configure)
    {
        var options = new TaskWorkerOptions { Queues = { queue } };
        configure?.Invoke(options);
        options.Check();
        // Not AddHostedService, which adds one of a kind.
        return services.AddSingleton<IHostedService>(provider => new TaskWorkerService(new TaskWorker(
            provider.GetRequiredService<SwitchyardClient>().Tasks,
            work,
            options,
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetService<ILoggerFactory>()?.CreateLogger("Switchyard.Client.Worker") ?? NullLogger.Instance)));
    }
}
