using System.Diagnostics;

namespace Switchyard.Jobs.Datasets;

public sealed class DatasetDirectoryTests : IDisposable
{
    /// <summary>After which a large file that has changed is read again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2.1);

    private readonly DatasetRig _rig = new();

    [Fact]
    public void Datasets_are_listed_by_name_and_those_in_the_archive_last()
    {
        _rig.Write("ZEBRA.tar", Tar.Of(["ZEBRA.json"]));
        _rig.Write("APE.tar", Tar.Dataset("APE"));
        _rig.Write("archive/APE.tar", Tar.Gzip(Tar.Dataset("APE")));
        _rig.Write("deeper/BEAR.tar", Tar.Dataset("BEAR"));

        Assert.Equal(["APE+data", "ZEBRA", "APE+data (archived)"], _rig.List());
        Assert.Empty(_rig.Log.Take());
    }

    [Fact]
    public void Names_are_case_sensitive_and_an_archive_must_be_called_exactly_so()
    {
        foreach (var name in (string[])["ape", "Ape", "1APE", "_APE", "A-PE", "\u00c4PE", ""])
        {
            _rig.Write(name + ".tar", Tar.Dataset(name));
        }

        foreach (var file in (string[])["APE.TAR", "APE.tar.gz", "APE.tgz", "APE"])
        {
            _rig.Write(file, Tar.Dataset("APE"));
        }

        Assert.Empty(_rig.List());
        Assert.Equal(7, _rig.Log.Take().Count);
    }

    [Fact]
    public void Odd_files_are_left_out_and_told_once()
    {
        _rig.Write("GOOD.tar", Tar.Dataset("GOOD"));
        _rig.Write("EMPTY.tar", []);
        _rig.Write("TEXT.tar", "This is no archive at all, but a text. "u8.ToArray());
        _rig.Write("CUT.tar", Tar.Dataset("CUT", contentLength: 2000)[..^2048]);
        _rig.Write("NO_METADATA.tar", Tar.Of(["chunks/", "OTHER.json"]));
        _rig.Write("XZ.tar", [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, 0, 0]);
        Directory.CreateDirectory(_rig.PathOf("DIRECTORY.tar"));
        File.WriteAllBytes(_rig.Outside("LINK.tar"), Tar.Dataset("LINK"));
        File.CreateSymbolicLink(_rig.PathOf("LINK.tar"), _rig.Outside("LINK.tar"));
        File.CreateSymbolicLink(_rig.PathOf("DANGLING.tar"), _rig.Outside("nothing"));

        Assert.Equal(["GOOD+data"], _rig.List());
        var told = _rig.Log.Take();
        Assert.Equal(
            ["CUT", "DANGLING", "DIRECTORY", "EMPTY", "LINK", "NO_METADATA", "TEXT", "XZ"],
            told.Select(line => Path.GetFileNameWithoutExtension(line.Split(" is not importable")[0])).Order());
        Assert.Equal(["GOOD+data"], _rig.List());
        Assert.Empty(_rig.Log.Take());

        _rig.Write("TEXT.tar", "It has changed and is none still."u8.ToArray());
        Assert.Equal(["GOOD+data"], _rig.List());
        Assert.Contains("TEXT.tar", Assert.Single(_rig.Log.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        using (var made = Process.Start("mkfifo", [_rig.PathOf("PIPE.tar")]))
        {
            made.WaitForExit();
        }

        Assert.Empty(_rig.List());
    }

    [Fact]
    public void An_archive_directory_that_leads_elsewhere_is_not_followed()
    {
        Directory.CreateDirectory(_rig.Outside("elsewhere"));
        File.WriteAllBytes(_rig.Outside("elsewhere/APE.tar"), Tar.Dataset("APE"));
        Directory.CreateSymbolicLink(_rig.PathOf("archive"), _rig.Outside("elsewhere"));

        Assert.Empty(_rig.List());
    }

    [Fact]
    public void A_file_beyond_the_limits_is_left_out()
    {
        using var rig = new DatasetRig(new ArchiveLimits(Members: 3, Bytes: 1 << 20));
        rig.Write("SMALL.tar", Tar.Dataset("SMALL"));
        rig.Write("LARGE.tar", Tar.Of(["LARGE.json", "chunks/", "chunks/1", "chunks/2"]));

        Assert.Equal(["SMALL+data"], rig.List());
        Assert.Contains("more than 3 members", Assert.Single(rig.Log.Take()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_again_only_when_its_size_or_time_differs()
    {
        var (one, other) = (Tar.Of(["APE.json", "chunks/"]), Tar.Of(["APE.json", "chunky/"]));
        Assert.Equal(one.Length, other.Length);
        _rig.Write("APE.tar", one);
        Assert.Equal(["APE+data"], _rig.List());

        _rig.Write("APE.tar", other);
        Assert.Equal(["APE+data"], _rig.List());

        _rig.Write("APE.tar", other, changedAt: _rig.Time.GetUtcNow().AddMinutes(-1));
        Assert.Equal(["APE"], _rig.List());
    }

    [Fact]
    public void A_file_that_has_just_changed_is_not_taken_as_known()
    {
        var (one, other) = (Tar.Of(["APE.json", "chunks/"]), Tar.Of(["APE.json", "chunky/"]));
        var now = _rig.Time.GetUtcNow();
        _rig.Write("APE.tar", one, changedAt: now);
        Assert.Equal(["APE+data"], _rig.List());

        _rig.Write("APE.tar", other, changedAt: now);
        Assert.Equal(["APE"], _rig.List());
    }

    [Fact]
    public void A_large_file_that_is_being_written_is_read_when_it_rests()
    {
        var whole = Tar.Dataset("APE", contentLength: 2_000_000);
        for (var length = 1_100_000; length < whole.Length; length += 100_000)
        {
            _rig.Time.Advance(TimeSpan.FromSeconds(1));
            _rig.Write("APE.tar", whole[..length], changedAt: _rig.Time.GetUtcNow());
            Assert.Empty(_rig.List());
        }

        Assert.Single(_rig.Log.Take());
        _rig.Write("APE.tar", whole, changedAt: _rig.Time.GetUtcNow());
        Assert.Empty(_rig.List());
        _rig.Time.Advance(Rest);
        Assert.Equal(["APE+data"], _rig.List());
    }

    [Fact]
    public void Nor_is_one_read_at_every_look_whose_time_is_of_another_clock()
    {
        _rig.Write("APE.tar", Tar.Of(["APE.json"], contentLength: 2_000_000), changedAt: _rig.Time.GetUtcNow().AddDays(1));
        Assert.Equal(["APE"], _rig.List());

        _rig.Write("APE.tar", Tar.Dataset("APE", contentLength: 2_000_000), changedAt: _rig.Time.GetUtcNow().AddDays(2));
        Assert.Equal(["APE"], _rig.List());
        _rig.Time.Advance(Rest);
        Assert.Equal(["APE+data"], _rig.List());
    }

    [Fact]
    public void A_file_that_goes_and_comes_back_is_read_anew()
    {
        _rig.Write("APE.tar", Tar.Dataset("APE"));
        Assert.Equal(["APE+data"], _rig.List());
        File.Move(_rig.PathOf("APE.tar"), _rig.Outside("APE.tar"));
        Assert.Empty(_rig.List());
        File.Move(_rig.Outside("APE.tar"), _rig.PathOf("APE.tar"));

        Assert.Equal(["APE+data"], _rig.List());
    }

    [Fact]
    public void A_missing_directory_lists_nothing_and_is_told_once()
    {
        Directory.Delete(_rig.Root);

        Assert.Empty(_rig.List());
        Assert.Empty(_rig.List());
        Assert.Contains(_rig.Root, Assert.Single(_rig.Log.Take()), StringComparison.Ordinal);
        Assert.True(_rig.Datasets.IsConfigured);

        _rig.Write("APE.tar", Tar.Dataset("APE"));
        Assert.Equal(["APE+data"], _rig.List());
    }

    [Fact]
    public void Without_a_directory_in_the_settings_there_is_nothing()
    {
        var none = new DatasetDirectory(null, ArchiveLimits.Default, _rig.Time, _rig.Log);

        Assert.False(none.IsConfigured);
        Assert.Empty(none.List());
        Assert.False(none.Delete("APE"));
        Assert.Empty(_rig.Log.Take());
    }

    [Fact]
    public void Deleting_removes_the_file_and_never_the_archived_one()
    {
        _rig.Write("APE.tar", "no archive"u8.ToArray());
        _rig.Write("archive/APE.tar", Tar.Dataset("APE"));

        Assert.True(_rig.Datasets.Delete("APE"));
        Assert.False(_rig.Datasets.Delete("APE"));
        Assert.Equal(["APE+data (archived)"], _rig.List());
    }

    [Fact]
    public void Deleting_never_leaves_the_directory()
    {
        File.WriteAllText(_rig.Outside("APE.tar"), "");
        File.CreateSymbolicLink(_rig.PathOf("APE.tar"), _rig.Outside("APE.tar"));
        Directory.CreateDirectory(_rig.PathOf("BEAR.tar"));

        Assert.True(_rig.Datasets.Delete("APE"));
        Assert.True(File.Exists(_rig.Outside("APE.tar")));
        Assert.False(_rig.Datasets.Delete("BEAR"));
        Assert.True(Directory.Exists(_rig.PathOf("BEAR.tar")));
        foreach (var name in (string[])["../APE", "archive/APE", "ape", ""])
        {
            Assert.Throws<ArgumentException>(() => _rig.Datasets.Delete(name));
        }
    }

    [Fact]
    public async Task Many_may_ask_while_files_come_and_go()
    {
        _rig.Write("STAYS.tar", Tar.Dataset("STAYS"));
        var cancellation = TestContext.Current.CancellationToken;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writer = Task.Run(() =>
        {
            for (var round = 0; !enough.IsCancellationRequested; round++)
            {
                _rig.Write("COMES.tar", Tar.Dataset("COMES", contentLength: round % 5000));
                _rig.Datasets.Delete("COMES");
            }
        }, cancellation);

        var lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => Enumerable.Range(0, 100).Select(_ => _rig.List().ToList()).ToList(), cancellation)));
        await enough.CancelAsync();
        await writer;

        Assert.All(lists.SelectMany(list => list), list => Assert.Contains("STAYS+data", list));
    }

    public void Dispose() => _rig.Dispose();
}
