namespace Switchyard.Compute.Volumes;

/// <summary>What a volume can be written as. All are compressed.</summary>
public enum VolumeFormat
{
    /// <summary>NIfTI-1 in one file, gzip: .nii.gz.</summary>
    Nifti,

    /// <summary>MetaImage with local data, zlib: .mha.</summary>
    MetaImage,

    /// <summary>NRRD with attached data, gzip: .nrrd.</summary>
    Nrrd,
}
