namespace Switchyard.Expertise;

/// <summary>The words under which the cluster knows the door's work. They are stored and never change.</summary>
public static class ExpertiseNames
{
    /// <summary>The kind of the work items and the type of their grain.</summary>
    public const string Kind = "expertise";

    /// <summary>Jobs whose dataset is to be built. They keep their id when they move on.</summary>
    public const string DatasetQueue = "expertise.dataset";

    /// <summary>Jobs whose dataset is there, and which are to be scored.</summary>
    public const string ScoringQueue = "expertise.scoring";

    /// <summary>The service that builds datasets.</summary>
    public const string DatasetService = "dataset";

    /// <summary>The service that scores by BM25.</summary>
    public const string Bm25Service = "bm25";

    /// <summary>The service that adds the sparse scores to those of a command.</summary>
    public const string SparseService = "sparse";

    /// <summary>A model's scores, in the result of a scoring step: <c>submission,member,score</c>, no header, LF.</summary>
    public const string ScoresFile = "scores.csv";

    /// <summary>The best of them, as the newest API shows.</summary>
    public const string SparseFile = "sparse.csv";

    /// <summary>What is known of the dataset.</summary>
    public const string MetadataFile = "metadata.json";

    /// <summary>The secret of a run that says where OpenReview's API is; without it nothing is asked.</summary>
    public const string BaseUrlSecret = "OPENREVIEW_BASEURL";

    /// <summary>The secret of a run that is the submitter's token for OpenReview.</summary>
    public const string TokenSecret = "OPENREVIEW_TOKEN";
}
