using System.Globalization;
using System.Text;
using Switchyard.Compute.Services.Inputs;
using Switchyard.Compute.Volumes;
using Switchyard.Compute.Volumes.Segmentation;

namespace Switchyard.Compute.Services.BuiltIn;

/// <summary>Segments a volume: what is brighter than Otsu's threshold, in the geometry of what was sent.</summary>
public sealed class Threshold(TimeProvider time) : IService
{
    private const string VolumeId = "volume";
    private const string LargestComponentId = "largestComponent";
    private const string Mask = "predicted_vol.nii.gz";

    public string Name => BuiltInServices.Threshold;

    public string Description => "This Service segments the bright part of a volume by Otsu's threshold";

    public IReadOnlyList<ServiceInput> Inputs { get; } =
    [
        new VolumeInput(VolumeId, ReadableVolume.CheckAsync) { Name = "Volume", Description = "A NIfTI, MetaImage or NRRD volume" },
        new BooleanInput(LargestComponentId) { Name = "Largest Component Filter", Optional = true },
    ];

    public async Task RunAsync(ServiceRun run, CancellationToken cancellationToken)
    {
        var path = run.Values.GetVolume(VolumeId)!;
        var mask = Path.Combine(run.Directory.Out, Mask);
        var segmented = await Task.Run(
            () => Segment(path, mask, run.Values.GetBoolean(LargestComponentId), cancellationToken), cancellationToken);
        run.Log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Threshold {(segmented.Threshold is { } threshold ? threshold : "none")}: {segmented.Foreground} of {segmented.Mask.Count} voxels are foreground."));
        await ResultArchive.PackAsync(run, [Encoding.UTF8.GetBytes(Mask)], time, cancellationToken);
    }

    private static ThresholdMask Segment(string path, string mask, bool largestComponent, CancellationToken cancellationToken)
    {
        var segmented = ThresholdSegmentation.Segment(
            VolumeFile.Read(path, cancellation: cancellationToken), largestComponent, cancellationToken);
        VolumeFile.Write(segmented.Mask, VolumeFormat.Nifti, mask, cancellationToken);
        return segmented;
    }
}
