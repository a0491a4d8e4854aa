using System.Net;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Jobs;

/// <summary>A real input directory, with what people leave in one.</summary>
[Collection(typeof(TheUi))]
public sealed class DatasetTests : IDisposable
{
    private readonly UiNode _node;

    public DatasetTests(UiNode node)
    {
        _node = node;
        Dispose();
    }

    private JobsClient Ui => _node.Ui;

    private string Input => _node.Node.Input;

    public void Dispose()
    {
        Directory.Delete(Input, recursive: true);
        Directory.CreateDirectory(Path.Combine(Input, "archive"));
    }

    [Fact]
    public async Task What_can_be_imported_is_listed_and_odd_files_are_not()
    {
        Put("KJOENN.tar", Archive.Of("KJOENN.json", "chunks/", "chunks/1.parquet"));
        Put("BARE_2.tar", Archive.Of("BARE_2.json"));
        Put("ZIPPED.tar", Archive.Zipped(Archive.Of("ZIPPED.json", "chunks/")));
        Put("LOOSE.tar", Archive.Of("LOOSE.json", "chunks/1.parquet"));
        Put("archive/KJOENN.tar", Archive.Of("KJOENN.json", "chunks/"));
        Put("archive/FAILED.tar", Archive.Of("FAILED.json"));

        foreach (var name in new[] { "lower", "1DIGIT", "_SCORE", "WITH SPACE", "\u00c6\u00d8\u00c5" })
        {
            Put(name + ".tar", Archive.Of(name + ".json"));
        }

        Put("UPPER.TAR", Archive.Of("UPPER.json"));
        Put("GZ.tar.gz", Archive.Zipped(Archive.Of("GZ.json")));
        Put("DOTTED.tar", Archive.Of("./DOTTED.json"));
        Put("OTHER.tar", Archive.Of("ELSE.json", "chunks/"));
        Put("EMPTY.tar", []);
        Put("CORRUPT.tar", [.. Enumerable.Repeat((byte)'x', 5000)]);
        Put("TRUNCATED.tar", Archive.Of("TRUNCATED.json", "chunks/")[..900]);
        Put("readme.txt", "hello"u8.ToArray());
        Directory.CreateDirectory(Path.Combine(Input, "DIRECTORY.tar"));
        File.CreateSymbolicLink(Path.Combine(Input, "LINK.tar"), Path.Combine(Input, "KJOENN.tar"));

        for (var again = 0; again < 3; again++)
        {
            Assert.Equal(
                [
                    Dataset("BARE_2", hasData: false),
                    Dataset("KJOENN", hasData: true),
                    Dataset("LOOSE", hasData: false),
                    Dataset("ZIPPED", hasData: true),
                    Dataset("FAILED", hasData: false, isArchived: true),
                    Dataset("KJOENN", hasData: true, isArchived: true),
                ],
                (await Ui.ListAsync("/importable-datasets")).Select(dataset => dataset.ToJsonString()));
        }

        // Each odd file is told once, however often one asks.
        foreach (var odd in new[] { "CORRUPT.tar", "TRUNCATED.tar", "DIRECTORY.tar" })
        {
            await _node.Node.Process.SaysAsync(odd);
            Assert.Single(_node.Node.Process.Output.Split('\n'), line => line.Contains(odd, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_workers_move_to_the_archive_is_seen()
    {
        var name = NewJob.Target();
        Put(name + ".tar", Archive.Of(name + ".json"));
        Assert.Equal([Dataset(name, hasData: false)], (await Ui.ListAsync("/importable-datasets")).Select(dataset => dataset.ToJsonString()));

        File.Move(Path.Combine(Input, name + ".tar"), Path.Combine(Input, "archive", name + ".tar"));

        Assert.Equal(
            [Dataset(name, hasData: false, isArchived: true)], (await Ui.ListAsync("/importable-datasets")).Select(dataset => dataset.ToJsonString()));
    }

    [Fact]
    public async Task A_dataset_is_deleted_unless_a_job_needs_it()
    {
        var name = NewJob.Target();
        Put(name + ".tar", "no archive at all"u8.ToArray());
        Put($"archive/{name}.tar", Archive.Of(name + ".json"));
        var id = await Ui.MakeAsync(NewJob.Of("ADD", name));

        (await DeleteAsync(name)).Is(HttpStatusCode.Conflict).Is($$"""{"message":"Job already in progress for {{name}}: its file is not deleted"}""");
        Assert.True(File.Exists(Path.Combine(Input, name + ".tar")));

        await Ui.SayAsync(id, new Report("failed", Log: "no archive"));
        (await DeleteAsync(name)).Is(HttpStatusCode.OK).Is($$"""{"message":"OK, {{name}} deleted"}""");
        Assert.False(File.Exists(Path.Combine(Input, name + ".tar")));
        Assert.True(File.Exists(Path.Combine(Input, "archive", name + ".tar")));

        (await DeleteAsync(name)).Is(HttpStatusCode.NotFound).Is($$"""{"message":"File {{name}} not found"}""");
    }

    [Theory]
    [InlineData("kjoenn")]
    [InlineData("_A")]
    [InlineData("A-B")]
    [InlineData("A.tar")]
    [InlineData("..%2FKJOENN")]
    public async Task A_name_that_no_dataset_has_is_400(string name)
    {
        Put("KJOENN.tar", Archive.Of("KJOENN.json"));

        var answer = (await DeleteAsync(name)).Is(HttpStatusCode.BadRequest);

        Assert.EndsWith(
            """ contains invalid characters. Please use only uppercase A-Z, numbers 0-9 or "_" """.TrimEnd(),
            (string?)answer.Json["message"],
            StringComparison.Ordinal);
        Assert.Single(await Ui.ListAsync("/importable-datasets"));
    }

    private static string Dataset(string name, bool hasData, bool isArchived = false) =>
        $$"""{"datasetName":"{{name}}","hasMetadata":true,"hasData":{{(hasData ? "true" : "false")}},"isArchived":{{(isArchived ? "true" : "false")}}}""";

    private Task<Answer> DeleteAsync(string name) => Ui.Door.SendAsync(HttpMethod.Delete, $"/importable-datasets/{name}");

    private void Put(string file, byte[] content) => File.WriteAllBytes(Path.Combine(Input, file), content);
}
