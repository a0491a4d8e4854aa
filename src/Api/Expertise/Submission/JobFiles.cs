using System.Text;
using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Expertise.Submission;

/// <summary>The files that come with a job, in the blob store. Unless they were kept they go with this.</summary>
internal sealed class JobFiles(IBlobStore blobs) : IAsyncDisposable
{
    private readonly Dictionary<string, ExpertiseFile> _files = [];
    private bool _kept;

    public IReadOnlyDictionary<string, ExpertiseFile> Written => _files;

    /// <summary>Writes each line without blanks around it.</summary>
    public async Task WriteAsync(string name, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        var content = new MemoryStream();
        await using (var writer = new StreamWriter(content, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" })
        {
            foreach (var line in lines)
            {
                await writer.WriteLineAsync(line.AsMemory().Trim(), cancellationToken);
            }
        }

        content.Position = 0;
        var blob = await blobs.WriteAsync(content, content.Length, cancellationToken);
        _files[name] = new ExpertiseFile(blob.Id, blob.Length);
    }

    /// <summary>A job refers to them now, or may do so.</summary>
    public void Keep() => _kept = true;

    public async ValueTask DisposeAsync()
    {
        foreach (var file in _kept ? [] : _files.Values.ToArray())
        {
            try
            {
                // The request may be dead; the blob must go all the same.
                await blobs.DeleteAsync(file.Blob, CancellationToken.None);
            }
            catch (Exception failure) when (ClusterFailure.IsTransient(failure))
            {
                // A blob nobody refers to costs space only; the answer to the client matters more.
            }
        }
    }
}
