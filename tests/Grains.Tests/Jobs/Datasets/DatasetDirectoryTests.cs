using System.Diagnostics;

namespace Switchyard.Jobs.Datasets;

public sealed class DatasetDirectoryTests : IDisposable
{
    /// <summary>After which a large file that has changed is read again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2.1);

    private readonly DatasetBench _bench = new();

    [Fact]
    public void Datasets_are_listed_by_name_and_those_in_the_archive_last()
    {
        _bench.Write("ZEBRA.tar", Tar.Of(["ZEBRA.json"]));
        _bench.Write("APE.tar", Tar.Dataset("APE"));
        _bench.Write("archive/APE.tar", Tar.Gzip(Tar.Dataset("APE")));
        _bench.Write("deeper/BEAR.tar", Tar.Dataset("BEAR"));

        Assert.Equal(["APE+data", "ZEBRA", "APE+data (archived)"], _bench.List());
        Assert.Empty(_bench.Log.Take());
    }

    [Fact]
    public void Names_are_case_sensitive_and_an_archive_must_be_called_exactly_so()
    {
        foreach (var name in (string[])["ape", "Ape", "1APE", "_APE", "A-PE", "\u00c4PE", ""])
        {
            _bench.Write(name + ".tar", Tar.Dataset(name));
        }

        foreach (var file in (string[])["APE.TAR", "APE.tar.gz", "APE.tgz", "APE"])
        {
            _bench.Write(file, Tar.Dataset("APE"));
        }

        Assert.Empty(_bench.List());
        Assert.Equal(7, _bench.Log.Take().Count);
    }

    [Fact]
    public void Odd_files_are_left_out_and_told_once()
    {
        _bench.Write("GOOD.tar", Tar.Dataset("GOOD"));
        _bench.Write("EMPTY.tar", []);
        _bench.Write("TEXT.tar", "This is no archive at all, but a text. "u8.ToArray());
        _bench.Write("CUT.tar", Tar.Dataset("CUT", contentLength: 2000)[..^2048]);
        _bench.Write("NO_METADATA.tar", Tar.Of(["chunks/", "OTHER.json"]));
        _bench.Write("XZ.tar", [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 0]);
        Directory.CreateDirectory(_bench.PathOf("DIRECTORY.tar"));
        File.WriteAllBytes(_bench.Outside("LINK.tar"), Tar.Dataset("LINK"));
        File.CreateSymbolicLink(_bench.PathOf("LINK.tar"), _bench.Outside("LINK.tar"));
        File.CreateSymbolicLink(_bench.PathOf("DANGLING.tar"), _bench.Outside("nothing"));

        Assert.Equal(["GOOD+data"], _bench.List());
        var told = _bench.Log.Take();
        Assert.Equal(
            ["CUT", "DANGLING", "DIRECTORY", "EMPTY", "LINK", "NO_METADATA", "TEXT", "XZ"],
            told.Select(line => Path.GetFileNameWithoutExtension(line.Split(" is not importable")[0])).Order());
        Assert.Equal(["GOOD+data"], _bench.List());
        Assert.Empty(_bench.Log.Take());

        _bench.Write("TEXT.tar", "It has changed and is none still."u8.ToArray());
        Assert.Equal(["GOOD+data"], _bench.List());
        Assert.Contains("TEXT.tar", Assert.Single(_bench.Log.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        using (var made = Process.Start("mkfifo", [_bench.PathOf("PIPE.tar")]))
        {
            made.WaitForExit();
        }

        Assert.Empty(_bench.List());
    }

    [Fact]
    public void An_archive_directory_that_leads_elsewhere_is_not_followed()
    {
        Directory.CreateDirectory(_bench.Outside("elsewhere"));
        File.WriteAllBytes(_bench.Outside("elsewhere/APE.tar"), Tar.Dataset("APE"));
        Directory.CreateSymbolicLink(_bench.PathOf("archive"), _bench.Outside("elsewhere"));

        Assert.Empty(_bench.List());
    }

    [Fact]
    public void A_file_beyond_the_limits_is_left_out()
    {
        using var bench = new DatasetBench(new ArchiveLimits(Members: 3, Bytes: 1 << 20));
        bench.Write("SMALL.tar", Tar.Dataset("SMALL"));
        bench.Write("LARGE.tar", Tar.Of(["LARGE.json", "chunks/", "chunks/1", "chunks/2"]));

        Assert.Equal(["SMALL+data"], bench.List());
        Assert.Contains("more than 3 members", Assert.Single(bench.Log.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_again_only_when_its_size_or_time_differs()
    {
        var (one, other) = (Tar.Of(["APE.json", "chunks/"]), Tar.Of(["APE.json", "chunky/"]));
        Assert.Equal(one.Length, other.Length);
        _bench.Write("APE.tar", one);
        Assert.Equal(["APE+data"], _bench.List());

        _bench.Write("APE.tar", other);
        Assert.Equal(["APE+data"], _bench.List());

        _bench.Write("APE.tar", other, changedAt: _bench.Time.GetUtcNow().AddMinutes(-1));
        Assert.Equal(["APE"], _bench.List());
    }

    [Fact]
    public void A_file_that_has_just_changed_is_not_taken_as_known()
    {
        var (one, other) = (Tar.Of(["APE.json", "chunks/"]), Tar.Of(["APE.json", "chunky/"]));
        var now = _bench.Time.GetUtcNow();
        _bench.Write("APE.tar", one, changedAt: now);
        Assert.Equal(["APE+data"], _bench.List());

        _bench.Write("APE.tar", other, changedAt: now);
        Assert.Equal(["APE"], _bench.List());
    }

    [Fact]
    public void A_large_file_that_is_being_written_is_read_when_it_rests()
    {
        var whole = Tar.Dataset("APE", contentLength: 2_000_000);
        for (var length = 1_100_000; length < whole.Length; length += 100_000)
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(1));
            _bench.Write("APE.tar", whole[..length], changedAt: _bench.Time.GetUtcNow());
            Assert.Empty(_bench.List());
        }

        Assert.Single(_bench.Log.Take());
        _bench.Write("APE.tar", whole, changedAt: _bench.Time.GetUtcNow());
        Assert.Empty(_bench.List());
        _bench.Time.Advance(Rest);
        Assert.Equal(["APE+data"], _bench.List());
    }

    [Fact]
    public void Nor_is_one_read_at_every_look_whose_time_is_of_another_clock()
    {
        _bench.Write("APE.tar", Tar.Of(["APE.json"], contentLength: 2_000_000), changedAt: _bench.Time.GetUtcNow().AddDays(1));
        Assert.Equal(["APE"], _bench.List());

        _bench.Write("APE.tar", Tar.Dataset("APE", contentLength: 2_000_000), changedAt: _bench.Time.GetUtcNow().AddDays(2));
        Assert.Equal(["APE"], _bench.List());
        _bench.Time.Advance(Rest);
        Assert.Equal(["APE+data"], _bench.List());
    }

    [Fact]
    public void A_file_that_goes_and_comes_back_is_read_anew()
    {
        _bench.Write("APE.tar", Tar.Dataset("APE"));
        Assert.Equal(["APE+data"], _bench.List());
        File.Move(_bench.PathOf("APE.tar"), _bench.Outside("APE.tar"));
        Assert.Empty(_bench.List());
        File.Move(_bench.Outside("APE.tar"), _bench.PathOf("APE.tar"));

        Assert.Equal(["APE+data"], _bench.List());
    }

    [Fact]
    public void A_missing_directory_lists_nothing_and_is_told_once()
    {
        Directory.Delete(_bench.Root);

        Assert.Empty(_bench.List());
        Assert.Empty(_bench.List());
        Assert.Contains(_bench.Root, Assert.Single(_bench.Log.Take()), StringComparison.Ordinal);
        Assert.True(_bench.Datasets.IsConfigured);

        _bench.Write("APE.tar", Tar.Dataset("APE"));
        Assert.Equal(["APE+data"], _bench.List());
    }

    [Fact]
    public void Without_a_directory_in_the_settings_there_is_nothing()
    {
        var none = new DatasetDirectory(null, ArchiveLimits.Default, _bench.Time, _bench.Log);

        Assert.False(none.IsConfigured);
        Assert.Empty(none.List());
        Assert.False(none.Delete("APE"));
        Assert.Empty(_bench.Log.Take());
    }

    [Fact]
    public void Deleting_removes_the_file_and_never_the_archived_one()
    {
        _bench.Write("APE.tar", "no archive"u8.ToArray());
        _bench.Write("archive/APE.tar", Tar.Dataset("APE"));

        Assert.True(_bench.Datasets.Delete("APE"));
        Assert.False(_bench.Datasets.Delete("APE"));
        Assert.Equal(["APE+data (archived)"], _bench.List());
    }

    [Fact]
    public void Deleting_never_leaves_the_directory()
    {
        File.WriteAllText(_bench.Outside("APE.tar"), "");
        File.CreateSymbolicLink(_bench.PathOf("APE.tar"), _bench.Outside("APE.tar"));
        Directory.CreateDirectory(_bench.PathOf("BEAR.tar"));

        Assert.True(_bench.Datasets.Delete("APE"));
        Assert.True(File.Exists(_bench.Outside("APE.tar")));
        Assert.False(_bench.Datasets.Delete("BEAR"));
        Assert.True(Directory.Exists(_bench.PathOf("BEAR.tar")));
        foreach (var name in (string[])["../APE", "archive/APE", "ape", ""])
        {
            Assert.Throws<ArgumentException>(() => _bench.Datasets.Delete(name));
        }
    }

    [Fact]
    public async Task Many_may_ask_while_files_come_and_go()
    {
        _bench.Write("STAYS.tar", Tar.Dataset("STAYS"));
        var cancellation = TestContext.Current.CancellationToken;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writer = Task.Run(() =>
        {
            for (var round = 0; !enough.IsCancellationRequested; round++)
            {
                _bench.Write("COMES.tar", Tar.Dataset("COMES", contentLength: round % 5000));
                _bench.Datasets.Delete("COMES");
            }
        }, cancellation);

        var lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 100).Select(_ => _bench.List().ToList()).ToList(), cancellation)));
        await enough.CancelAsync();
        await writer;

        Assert.All(lists.SelectMany(list => list), list => Assert.Contains("STAYS+data", list));
    }

    public void Dispose() => _bench.Dispose();
}
