using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Downloads.Exports;

/// <summary>LabelForward's tables with the vectoriser and the classifier of the golden files, and no text.</summary>
internal static class ExportDatabase
{
    public const string MachineName = "machine_labeled_data_1.json";
    public const string HumanName = "human_labeled_data.json";
    public const string StampsName = "sample_timestamps.json";

    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Downloads", "Models", "Data");

    public static byte[] Vectorizer { get; } = File.ReadAllBytes(Path.Combine(Golden, "countvec.p"));

    public static byte[] Classifier { get; } = File.ReadAllBytes(Path.Combine(Golden, "clf_multi_object.p"));

    public static async Task<LabelForwardTables> CreateAsync(SharedPostgres postgres, bool withVectorizer = true, byte[]? classifier = null)
    {
        var tables = await LabelForwardTables.CreateAsync(await postgres.CreateDatabaseAsync());
        await tables.AddClassifierAsync(classifier ?? Classifier);
        if (withVectorizer)
        {
            await tables.AddVectorizerAsync("an old one"u8.ToArray());
            await tables.AddVectorizerAsync(Vectorizer);
        }

        return tables;
    }
}
