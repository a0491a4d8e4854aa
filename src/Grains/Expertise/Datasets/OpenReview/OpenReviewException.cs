namespace Switchyard.Expertise.Datasets.OpenReview;

/// <summary>OpenReview did not give what was asked; the message names it and is for people.</summary>
internal sealed class OpenReviewException(string message, Exception? inner = null) : Exception(message, inner);
