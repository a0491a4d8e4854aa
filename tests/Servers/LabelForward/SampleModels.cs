namespace Switchyard.Servers.LabelForward;

/// <summary>Pickles that scikit-learn made, read anew each time: tests spoil them. See the README beside them.</summary>
public static class SampleModels
{
    public static byte[] Vectorizer => Read("countvec.p");

    /// <summary>It takes "goal" for sport, and "bank profits fall, shares slide" for money.</summary>
    public static byte[] Classifier => Read("clf_multi_object.p");

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "LabelForward", "Data", name));
}
