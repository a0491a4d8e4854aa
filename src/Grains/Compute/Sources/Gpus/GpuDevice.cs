namespace Switchyard.Compute.Sources.Gpus;

/// <summary>What a run can be given alone: a GPU, or a slice of one (a MIG device).</summary>
/// <param name="Index">Of the GPU, as nvidia-smi counts.</param>
/// <param name="Slice">Of the slice in its GPU, as nvidia-smi counts; null: the whole GPU.</param>
/// <param name="Gpu">The UUID of the GPU.</param>
/// <param name="Uuid">What CUDA is told: the GPU's, or the slice's own.</param>
internal sealed record GpuDevice(int Index, int? Slice, string Gpu, string Uuid)
{
    /// <summary>What makes the name of its source, such as 0 or 0-mig1.</summary>
    public string Place => Slice is { } slice ? $"{Index}-mig{slice}" : $"{Index}";
}
