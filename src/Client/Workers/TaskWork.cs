using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Switchyard.Client.Workers;

/// <summary>One attempt, whatever the types of its payload and its result are.</summary>
/// <returns>The result; null: none.</returns>
internal delegate Task<JsonElement?> TaskWork(HeldTask task, IServiceProvider services, CancellationToken stopping);

/// <summary>Makes it from what users give.</summary>
internal static class TaskWorks
{
    public static TaskWork Of<TPayload>(Func<TaskContext<TPayload>, CancellationToken, Task> handler, JsonTypeInfo<TPayload> payload) =>
        async (task, services, stopping) =>
        {
            await handler(Context(task, payload, services, stopping), task.Lost);
            return null;
        };

    public static TaskWork Of<TPayload, TResult>(
        Func<TaskContext<TPayload>, CancellationToken, Task<TResult>> handler, JsonTypeInfo<TPayload> payload, JsonTypeInfo<TResult> result) =>
        async (task, services, stopping) =>
            JsonSerializer.SerializeToElement(await handler(Context(task, payload, services, stopping), task.Lost), result);

    public static TaskWork Handler<TPayload, THandler>(JsonTypeInfo<TPayload> payload)
        where THandler : ITaskHandler<TPayload> =>
        Of((context, token) => context.Services.GetRequiredService<THandler>().HandleAsync(context, token), payload);

    public static TaskWork Handler<TPayload, TResult, THandler>(JsonTypeInfo<TPayload> payload, JsonTypeInfo<TResult> result)
        where THandler : ITaskHandler<TPayload, TResult> =>
        Of((context, token) => context.Services.GetRequiredService<THandler>().HandleAsync(context, token), payload, result);

    /// <summary>By reflection.</summary>
    [RequiresUnreferencedCode(Tasks.Reflection.Warning)]
    [RequiresDynamicCode(Tasks.Reflection.Warning)]
    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T));

    private static TaskContext<TPayload> Context<TPayload>(
        HeldTask task, JsonTypeInfo<TPayload> payload, IServiceProvider services, CancellationToken stopping)
    {
        try
        {
            return new(task, task.Task.Read(payload)!, services, stopping);
        }
        catch (JsonException e)
        {
            throw new TaskFailedException($"The payload is no {typeof(TPayload).Name}: {e.Message}", retry: false, innerException: e);
        }
    }
}
