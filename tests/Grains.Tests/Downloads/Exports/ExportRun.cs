using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Switchyard.Compute.Programs;
using Switchyard.Compute.Runs;

namespace Switchyard.Downloads.Exports;

/// <summary>The directory of one run of the export, which goes with it.</summary>
internal sealed class ExportRun : IDisposable
{
    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("switchyard-export-");
    private readonly StringWriter _log = new();

    public ExportRun(string connectionString, ExportOrder order)
    {
        Directory = RunDirectory.Create(_root.FullName, 1, 1);
        ConnectionString = connectionString;
        File.WriteAllBytes(Path.Combine(In, DownloadNames.OrderFile), JsonSerializer.SerializeToUtf8Bytes(order, JsonSerializerOptions.Web));
    }

    public RunDirectory Directory { get; }

    public string In => Directory.In;

    public string Out => Directory.Out;

    public string ConnectionString { get; }

    public string Log => _log.ToString();

    public Task RunAsync(ExportProgram? program = null) => (program ?? new ExportProgram()).RunAsync(
        new ProgramRun(In, Out, TextWriter.Synchronized(_log), 2, new Dictionary<string, string> { [DownloadNames.ConnectionSecret] = ConnectionString }, TimeProvider.System),
        TestContext.Current.CancellationToken);

    public async Task<string> RefusalAsync(ExportProgram? program = null) =>
        (await Assert.ThrowsAsync<WrongInputException>(() => RunAsync(program))).Message;

    public void Dispose()
    {
        _log.Dispose();
        _root.Delete(recursive: true);
    }

    /// <summary>The members of an archive, in its order.</summary>
    public static async Task<List<(string Name, byte[] Content)>> MembersAsync(byte[] zip)
    {
        await using var archive = new ZipArchive(new MemoryStream(zip));
        var members = new List<(string, byte[])>();
        foreach (var entry in archive.Entries)
        {
            await using var content = await entry.OpenAsync(TestContext.Current.CancellationToken);
            var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            members.Add((entry.FullName, bytes.ToArray()));
        }

        return members;
    }

    public static async Task<string> TextAsync(byte[] zip, string name) =>
        Encoding.UTF8.GetString((await MembersAsync(zip)).Single(member => member.Name == name).Content);
}
