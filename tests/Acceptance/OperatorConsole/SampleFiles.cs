using System.Formats.Tar;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>What the sample node finds on its disk.</summary>
internal static class SampleFiles
{
    /// <summary>The last line that a run of the failing service writes.</summary>
    public const string LastWords = "slice 3: the spacing 0 mm is not possible";

    public const string Failing = $"""
        echo 'reading 40 slices'
        echo 'slice 1: ok'
        echo 'slice 2: ok'
        echo '{LastWords}' >&2
        exit 3
        """;

    public const string Segmenting = """
        for slice in 1 2 3; do echo "slice $slice of 3"; done
        cp in/main.json out/inputs.json
        echo 'done' > out/report.txt
        """;

    /// <summary>One input of each kind, as settings below <c>Services:N:Inputs:</c>.</summary>
    public static IReadOnlyList<string> SegmentInputs { get; } =
    [
        "0:Id=scan", "0:Name=Scan", "0:Type=Volume", "0:Description=NIfTI, MetaImage or NRRD",
        "1:Id=level", "1:Name=Level", "1:Type=Float", "1:Minimum=0", "1:Maximum=1", "1:Default=0.5", "1:Description=Where the organ begins",
        "2:Id=rounds", "2:Name=Rounds", "2:Type=Int", "2:Default=3",
        "3:Id=organ", "3:Name=Organ", "3:Type=SingleChoice", "3:Choices:0=liver", "3:Choices:1=spleen", "3:Choices:2=kidney",
        "4:Id=largest", "4:Name=Largest part only", "4:Type=Boolean", "4:Default=true",
        "5:Id=seeds", "5:Name=Seeds", "5:Type=PointList3D", "5:Default=12,30,7", "5:Description=Points inside the organ, in mm",
        "6:Id=note", "6:Name=Note", "6:Type=String", "6:Optional=true",
        "7:Id=mask", "7:Name=Earlier mask", "7:Type=File", "7:Optional=true",
    ];

    /// <summary>Importable datasets of the Jobs door.</summary>
    public static async Task WriteDatasetsAsync(string directory)
    {
        foreach (var name in new[] { "BEFOLKNING_KJOENN", "INNTEKT_LONN", "UTDANNING_NIVAA" })
        {
            await using var tar = new TarWriter(File.Create(Path.Combine(directory, name + ".tar")));
            foreach (var member in new[] { name + ".json", "chunks/1.csv" })
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream([1]) });
            }
        }
    }
}
