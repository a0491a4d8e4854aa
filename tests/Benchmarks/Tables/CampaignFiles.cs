using System.Globalization;

namespace Switchyard.Benchmarks.Tables;

/// <summary>
/// The shape of a generated campaign: every table has as many rows and columns, and every cell of the entity columns, every
/// entity column and every pair of the first column with another is a target.
/// </summary>
internal sealed record CampaignShape(int Tables, int Rows, int EntityColumns, int Columns)
{
    /// <summary>16 CEA, 2 CTA and 4 CPA targets a table, as the first round of SemTab 2020 roughly had.</summary>
    public static CampaignShape Round1(int tables) => new(tables, Rows: 8, EntityColumns: 2, Columns: 5);

    /// <summary>29 CEA, 1 CTA and 4 CPA targets a table: with 34,300 tables, what that round really had, 1.17 million.</summary>
    public static CampaignShape Million => new(34_300, Rows: 29, EntityColumns: 1, Columns: 5);

    /// <summary>1 CEA, 1 CTA and 1 CPA target a table.</summary>
    public static CampaignShape Small(int tables) => new(tables, Rows: 1, EntityColumns: 1, Columns: 2);

    public int Cea => Rows * EntityColumns;

    public int Cta => EntityColumns;

    public int Cpa => Columns - 1;

    public long Targets => (long)Tables * (Cea + Cta + Cpa);
}

/// <summary>Writes the files of a campaign. The same shape makes the same files.</summary>
internal static class CampaignFiles
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly string[] Words =
        ["river", "castle", "Berlin", "1984", "Čáslav", "station", "mountain", "Lake", "novel", "painter", "comet", "album", "Turing", "bridge"];

    public static void Write(string directory, CampaignShape shape)
    {
        var tables = Directory.CreateDirectory(Path.Combine(directory, "tables")).FullName;
        var targets = Directory.CreateDirectory(Path.Combine(directory, "targets")).FullName;
        using var cea = new StreamWriter(Path.Combine(targets, "CEA_Round1_Targets.csv"));
        using var cta = new StreamWriter(Path.Combine(targets, "CTA_Round1_Targets.csv"));
        using var cpa = new StreamWriter(Path.Combine(targets, "CPA_Round1_Targets.csv"));
        for (var number = 0; number < shape.Tables; number++)
        {
            var name = Name(number);
            File.WriteAllText(Path.Combine(tables, $"{name}.csv"), Content(number, shape));
            for (var column = 0; column < shape.EntityColumns; column++)
            {
                cta.Write($"\"{name}\",\"{column}\"\n");
                for (var row = 1; row <= shape.Rows; row++)
                {
                    cea.Write($"\"{name}\",\"{row}\",\"{column}\"\n");
                }
            }

            for (var column = 1; column < shape.Columns; column++)
            {
                cpa.Write($"\"{name}\",\"0\",\"{column}\"\n");
            }
        }
    }

    private static string Content(int number, CampaignShape shape) => string.Concat(
        Enumerable.Range(0, shape.Rows + 1).Select(row => string.Join(
            ',',
            Enumerable.Range(0, shape.Columns).Select(column => row == 0 ? $"\"col{column}\"" : $"\"{Cell(number, row, column)}\"")) + "\n"));

    private static string Cell(int number, int row, int column)
    {
        var seed = (number * 31) + (row * 7) + (column * 3);
        return string.Create(CultureInfo.InvariantCulture, $"{Words[seed % Words.Length]} {Words[seed / 5 % Words.Length]} {seed % 997}");
    }

    /// <summary>Eight letters and digits, in no order: an odd factor visits each number once.</summary>
    private static string Name(int number)
    {
        const ulong Names = 2_821_109_907_456; // 36 to the power of 8
        var rest = ((ulong)number * 1_234_567_891_011UL) % Names;
        return string.Create(8, rest, static (letters, rest) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = Alphabet[(int)(rest % (ulong)Alphabet.Length)];
                rest /= (ulong)Alphabet.Length;
            }
        });
    }
}
