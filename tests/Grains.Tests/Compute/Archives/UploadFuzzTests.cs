using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Switchyard.Compute.Archives;

/// <summary>Whatever comes: a verdict, in bounds, and never a file outside.</summary>
public sealed class UploadFuzzTests : IDisposable
{
    private static readonly UploadLimits Limits = new() { MaxUnpackedBytes = 4000, MaxEntries = 20 };

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-fuzz-");

    public sealed record Member(TarEntryType Type, string Name, string Content);

    /// <summary>An archive, and bytes of it to be changed.</summary>
    public sealed record Damaged(Member[] Members, int Format, bool Packed, (int Place, int Value)[] Changes);

    public static Arbitrary<Damaged> Archives() => (
        from members in MemberArrays()
        from format in Gen.Choose(0, 3)
        from packed in Gen.Elements(true, false)
        from changes in Gen.ArrayOf(
            from place in Gen.Choose(0, 100_000)
            from value in Gen.Choose(0, 255)
            select (place, value))
        select new Damaged(members, format, packed, changes)).ToArbitrary();

    public static Arbitrary<Member[]> MemberLists() => MemberArrays().ToArbitrary();

    [Property(MaxTest = 500, Arbitrary = [typeof(UploadFuzzTests)])]
    public async Task Good_archives_are_read_as_a_simple_model_reads_them(Member[] members)
    {
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in members.Where(member => member.Type == TarEntryType.RegularFile))
        {
            var parts = member.Name.Split('/');
            var name = parts.SkipWhile((part, i) => part == "." && i + 1 < parts.Length).ToArray();
            if (name is [not ("" or "." or "..")])
            {
                expected[name[0]] = member.Content;
            }
        }

        var verdict = await UploadArchive.CheckAsync(new MemoryStream(Pack(members, 0, packed: true)), Path.GetTempPath(), new UploadLimits(), CancellationToken.None);

        Assert.Null(verdict.Refusal);
        Assert.Equal(expected.Select(file => new UploadedFile(file.Key, file.Value.Length)), verdict.Files);
    }

    [Property(MaxTest = 1000, Arbitrary = [typeof(UploadFuzzTests)])]
    public async Task Damaged_archives_do_no_harm(Damaged damaged)
    {
        var payload = Pack(damaged.Members, damaged.Format, damaged.Packed);
        foreach (var (place, value) in damaged.Changes)
        {
            payload[place % payload.Length] = (byte)value;
        }

        var target = _root.CreateSubdirectory("a").CreateSubdirectory("in");
        var verdict = await UploadArchive.CheckAsync(new MemoryStream(payload), Path.GetTempPath(), Limits, CancellationToken.None);
        try
        {
            var files = await UploadArchive.UnpackAsync(new MemoryStream(payload), target.FullName, Limits, CancellationToken.None);

            Assert.Equal(files, verdict.Files);
            Assert.Equal(files, target.GetFiles().Select(file => new UploadedFile(file.Name, file.Length)).OrderBy(file => file.Name, StringComparer.Ordinal));
            Assert.True(files.Sum(file => file.Length) <= Limits.MaxUnpackedBytes && files.Count <= Limits.MaxEntries);
        }
        catch (UploadRefusedException refused)
        {
            Assert.Equal((refused.Refusal, refused.Message), (verdict.Refusal, verdict.Message));
            Assert.Empty(target.GetFileSystemInfos());
        }

        Assert.Equal(2, _root.GetFileSystemInfos("*", SearchOption.AllDirectories).Length - target.GetFiles().Length);
        target.Delete(recursive: true);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static Gen<Member[]> MemberArrays() => Gen.NonEmptyListOf(Members()).Select(members => members.ToArray());

    private static Gen<Member> Members() =>
        from type in Gen.Frequency(
            (6, Gen.Constant(TarEntryType.RegularFile)),
            (1, Gen.Elements(TarEntryType.SymbolicLink, TarEntryType.HardLink, TarEntryType.Directory, TarEntryType.Fifo)))
        from parts in Gen.NonEmptyListOf(Gen.Frequency(
            (2, Gen.Constant(".")), (1, Gen.Constant("..")), (3, Gen.Elements("a", "b", "main.json")), (1, Gen.Constant(new string('n', 60)))))
        from isRooted in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from length in Gen.Choose(0, 1500)
        let name = (isRooted ? "/" : "") + string.Join('/', parts.Take(4))
        select new Member(type, name, type is TarEntryType.SymbolicLink or TarEntryType.HardLink ? "/etc/passwd" : new string('c', length));

    private static byte[] Pack(Member[] members, int format, bool packed)
    {
        var formats = (TarEntryFormat[])[TarEntryFormat.Pax, TarEntryFormat.Gnu, TarEntryFormat.Pax, TarEntryFormat.Gnu];
        var tar = Tars.Make(formats[format], members.Select(member => (member.Type, member.Name, member.Content)));
        return packed ? Tars.Gzip(tar) : tar;
    }
}
