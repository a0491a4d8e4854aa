using Orleans.Concurrency;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;
using Switchyard.Compute.Volumes;

namespace Switchyard.Compute;

/// <summary>Few at a time, since each may hold a whole volume in memory.</summary>
[StatelessWorker(2)]
internal sealed class VolumesGrain(IBlobStore blobs, RunRoot root, ResultLimits limits) : Grain, IVolumesGrain
{
    /// <summary>The archive of a result may be a little larger than its files.</summary>
    private readonly UploadLimits _limits = new()
    {
        MaxUnpackedBytes = limits.MaxBytes + (limits.MaxBytes / 2),
        MaxEntries = limits.MaxEntries + 1,
    };

    public Task<BlobInfo?> ToMetaImageAsync(string archive, string member) => Task.Run(() => ConvertAsync(archive, member));

    private async Task<BlobInfo?> ConvertAsync(string archive, string member)
    {
        await using var found = ScratchFile.Open(root.FullName);
        await using var converted = ScratchFile.Open(root.FullName);
        try
        {
            if (!await ExtractAsync(archive, member, found))
            {
                return null;
            }

            found.Position = 0;
            VolumeFile.Write(VolumeFile.Read(found), VolumeFormat.MetaImage, converted);
        }
        catch (Exception exception) when (exception is VolumeFormatException or UploadRefusedException)
        {
            return null;
        }

        converted.Position = 0;
        return await blobs.WriteAsync(converted, converted.Length, CancellationToken.None);
    }

    private async Task<bool> ExtractAsync(string archive, string name, FileStream file)
    {
        await using var content = await blobs.OpenAsync(archive, CancellationToken.None);
        if (content is null)
        {
            return false;
        }

        await using var members = await ArchiveMembers.OpenAsync(content, _limits, root.FullName, CancellationToken.None);
        var isFound = false;
        while (await members.NextAsync(CancellationToken.None) is { } member)
        {
            if (!member.IsFile || UploadArchive.PathOf(member.Name) != name)
            {
                continue;
            }

            isFound = true;
            file.SetLength(0);
            while (await members.ReadAsync(CancellationToken.None) is { IsEmpty: false } piece)
            {
                await file.WriteAsync(piece);
            }
        }

        return isFound;
    }
}
