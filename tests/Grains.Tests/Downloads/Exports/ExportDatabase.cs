using Switchyard.Servers;
using Switchyard.Servers.LabelForward;

namespace Switchyard.Downloads.Exports;

/// <summary>LabelForward's tables with the vectoriser and the classifier of the samples, and no text.</summary>
internal static class ExportDatabase
{
    public const string MachineName = "machine_labeled_data_1.json";
    public const string HumanName = "human_labeled_data.json";
    public const string StampsName = "sample_timestamps.json";

    /// <summary>What protocol 0 writes for an object whose reading runs <c>touch pwned</c>.</summary>
    public static readonly byte[] Hostile = "cos\nsystem\n(S'touch pwned'\ntR."u8.ToArray();

    public static async Task<LabelForwardTables> CreateAsync(SharedPostgres postgres, bool withVectorizer = true, byte[]? classifier = null) =>
        await CreateAsync(await postgres.CreateDatabaseAsync(), withVectorizer, classifier);

    /// <param name="connectionString">Of an empty database.</param>
    public static async Task<LabelForwardTables> CreateAsync(string connectionString, bool withVectorizer = true, byte[]? classifier = null)
    {
        var tables = await LabelForwardTables.CreateAsync(connectionString);
        await tables.AddClassifierAsync(classifier ?? SampleModels.Classifier);
        if (withVectorizer)
        {
            await tables.AddVectorizerAsync("an old one"u8.ToArray());
            await tables.AddVectorizerAsync(SampleModels.Vectorizer);
        }

        return tables;
    }
}
