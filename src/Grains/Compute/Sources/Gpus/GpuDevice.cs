namespace Switchyard.Compute.Sources.Gpus;

/// <summary>What a run can be given alone: a GPU, or a slice of one (a MIG device).</summary>
/// <param name="Index">Of the GPU, as nvidia-smi counts.</param>
/// <param name="Slice">Of the slice in its GPU, as nvidia-smi counts; null: the whole GPU.</param>
/// <param name="Gpu">The UUID of the GPU.</param>
/// <param name="Uuid">What CUDA is told: the GPU's, or the slice's own.</param>
internal sealed record GpuDevice(int Index, int? Slice, string Gpu, string Uuid)
{
    /// <summary>The model, of a slice with the slice's size; null: it is not known.</summary>
    public string? Name { get; init; }

    /// <summary>Null: it is not known, as of a slice.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>As people see it; null: nothing is known of it.</summary>
    public SourceDevice? Seen => Name is { } name ? new(name, MemoryBytes) : null;

    /// <summary>What makes the name of its source, such as 0 or 0-mig1.</summary>
    public string Place => Slice is { } slice ? $"{Index}-mig{slice}" : $"{Index}";
}
