using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Storage;

namespace Switchyard.Compute;

/// <summary>Small state as a real node keeps it, as JSON, for as long as the test lives and whatever becomes of its silos.</summary>
public sealed class KeptGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), byte[]> _kept = [];

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = _kept.TryGetValue((stateName, grainId), out var data);
        grainState.State = data is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(data)!;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _kept[(stateName, grainId)] = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _kept.TryRemove((stateName, grainId), out _);
        return Task.CompletedTask;
    }
}
