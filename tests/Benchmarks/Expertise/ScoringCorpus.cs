using System.Text;
using System.Text.Json;
using Switchyard.Expertise;

namespace Switchyard.Benchmarks.Expertise;

/// <summary>Submissions and publications whose words follow Zipf's law, the same at each run.</summary>
internal sealed class ScoringCorpus(int submissions, int publications)
{
    public const int PerMember = 10;

    private const int Words = 100_000;
    private const int LeastLength = 150;
    private const int MostLength = 200;

    private readonly Random _random = new(1);
    private readonly double[] _shares = Shares();

    public int Submissions => submissions;

    public int Publications => publications;

    /// <summary>Writes the inputs of a scoring step.</summary>
    public void Write(string directory)
    {
        var archives = Directory.CreateDirectory(Path.Combine(directory, "archives"));
        for (var member = 0; member * PerMember < publications; member++)
        {
            using var file = File.Create(Path.Combine(archives.FullName, $"~Member_Number{member}.jsonl"));
            for (var paper = member * PerMember; paper < Math.Min(publications, (member + 1) * PerMember); paper++)
            {
                JsonSerializer.Serialize(file, Paper($"publication{paper}"));
                file.WriteByte((byte)'\n');
            }
        }

        using var all = File.Create(Path.Combine(directory, "submissions.json"));
        JsonSerializer.Serialize(all, Enumerable.Range(0, submissions).ToDictionary(i => $"submission{i}", i => Paper($"submission{i}")));
        File.WriteAllText(Path.Combine(directory, ExpertiseConfig.FileName), """
            {"name": "bench", "model": "bm25",
             "model_params": {"use_title": true, "use_abstract": true, "average_score": false, "max_score": true, "sparse_value": 400},
             "dataset": {}, "use_email_ids": false}
            """);
    }

    private object Paper(string id) => new { id, cdate = 1, content = new { title = Text(8), @abstract = Text(_random.Next(LeastLength, MostLength + 1)) } };

    private string Text(int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            var place = Array.BinarySearch(_shares, _random.NextDouble());
            text.Append(i == 0 ? "" : " ").Append('w').Append(place < 0 ? ~place : place);
        }

        return text.ToString();
    }

    /// <summary>How much of a text the words up to each make up.</summary>
    private static double[] Shares()
    {
        var shares = new double[Words];
        var sum = 0.0;
        for (var word = 0; word < Words; word++)
        {
            sum += 1.0 / (word + 1);
            shares[word] = sum;
        }

        return [.. shares.Select(share => share / sum)];
    }
}
