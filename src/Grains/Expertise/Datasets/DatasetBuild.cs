using System.Collections.Concurrent;
using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;
using Switchyard.Expertise.Datasets.Rules;

namespace Switchyard.Expertise.Datasets;

/// <summary>Builds one dataset: members and their papers, then what they are compared with.</summary>
/// <param name="openReview">Null when this cluster asks no OpenReview.</param>
internal sealed class DatasetBuild(
    ExpertiseConfig config, string input, DatasetWriter files, OpenReviewClient? openReview, OpenReviewLimits limits, RunLines lines)
{
    private readonly ConcurrentBag<string> _silent = [];
    private DatasetMetadata _metadata = new();
    private int _public;

    /// <exception cref="WrongInputException">There is nothing to compare, or what is named is not there.</exception>
    /// <exception cref="OpenReviewException">OpenReview failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!config.IsPaperToPaper || HasMembers || config.CsvExpertise is not null)
        {
            await WriteMembersAsync(cancellationToken);
        }

        if (config.IsPaperToPaper)
        {
            var matches = await new SubmissionSource(OpenReview).FindAsync(PaperQuery.OfMatches(config), [], cancellationToken);
            await files.WriteArchiveAsync(DatasetWriter.MatchSubmissions, matches, cancellationToken);
            _metadata = _metadata with { ArchivesCount = _metadata.ArchivesCount + matches.Count };
        }

        var submissions = config.IsGroupToGroup
            ? await AlternateMembersAsync(cancellationToken)
            : await new SubmissionSource(OpenReview).FindAsync(PaperQuery.OfSubmissions(config), CsvSubmissions(), cancellationToken);
        await files.WriteSubmissionsAsync(submissions, cancellationToken);
        string[] silent = [.. submissions.Where(paper => !paper.HasText).Select(paper => paper.Id)];
        _metadata = _metadata with { SubmissionCount = submissions.Count, NoTextSubmission = silent is [] ? null : silent };
        await files.WriteMetadataAsync(_metadata, cancellationToken);
        lines.Write($"{submissions.Count} submissions, {_metadata.ArchivesCount} papers in archives");
    }

    private bool HasMembers => config.MatchGroup is [_, ..] || config.ReviewerIds is [_, ..];

    private OpenReviewClient OpenReview() => openReview ?? throw new WrongInputException(
        "This cluster asks no OpenReview: only jobs can run that bring their papers along, as csv_expertise and csv_submissions.");

    private async Task WriteMembersAsync(CancellationToken cancellationToken)
    {
        var ofCsv = config.CsvExpertise is null ? Enumerable.Empty<Paper>().ToLookup(_ => "") : CsvPapers.Expertise(input);
        var found = HasMembers
            ? await new MemberSource(OpenReview(), lines).FindAsync(config.MatchGroup ?? [], config.ReviewerIds ?? [], config.UseEmailIds, cancellationToken)
            : new FoundMembers([], []);
        var counts = await EachAsync(found.Members, PublicationSource.OfMembersAsync, async (member, publications, token) =>
        {
            IReadOnlyList<Paper> papers = [.. publications, .. ofCsv[member.Name]];
            if (papers.Count > 0)
            {
                await files.WriteArchiveAsync(member.Name, papers, token);
                NoteSilent(member.Name, papers);
            }

            return papers.Count;
        }, cancellationToken);

        var total = counts.Sum();
        foreach (var others in ofCsv.ExceptBy(found.Members.Select(member => member.Name), papers => papers.Key))
        {
            await files.WriteArchiveAsync(others.Key, others, cancellationToken);
            NoteSilent(others.Key, others);
            total += others.Count();
        }

        _metadata = _metadata with
        {
            NoProfile = found.NoProfile,
            NoPublications = [.. found.Members.Where((_, i) => counts[i] == 0).Select(member => member.Name)],
            NoText = _silent.IsEmpty ? null : [.. _silent.Order(StringComparer.Ordinal)],
            ArchivesCount = total,
        };
        if (total == 0)
        {
            throw new WrongInputException(_public == 0
                ? "No publications found. Please ensure members have public and published papers attached to their profiles."
                : $"No publications found: of the {_public} public papers of the members none is left by {string.Join(", ", Conditions(config.Dataset))}.");
        }
    }

    private void NoteSilent(string member, IEnumerable<Paper> papers)
    {
        if (!papers.Any(paper => paper.HasText))
        {
            _silent.Add(member);
        }
    }

    private async Task<IReadOnlyCollection<Paper>> AlternateMembersAsync(CancellationToken cancellationToken)
    {
        var groups = config.AlternateMatchGroup ?? [];
        var found = await new MemberSource(OpenReview(), lines).FindAsync(groups, [], byEmail: false, cancellationToken);
        var members = await EachAsync(
            found.Members, PublicationSource.OfAlternateMembersAsync,
            (member, papers, _) => Task.FromResult(new MemberPapers(member.Name, papers)), cancellationToken);
        await files.WritePublicationsByProfileAsync(members, cancellationToken);
        _metadata = _metadata with { NoProfileSubmission = found.NoProfile };
        var submissions = SubmissionSource.ById(
        [
            .. members.SelectMany(member => member.Papers).Select(Submission),
            .. CsvSubmissions(),
            .. (config.ProvidedSubmissions ?? []).Select(paper => Paper.Of(paper.Id, paper.Title, paper.Abstract)),
        ]);
        return submissions.Count > 0
            ? submissions
            : throw new WrongInputException($"No publications found for: submission_groups: {PythonNotation.Of(groups)}");
    }

    // A submission has no age and no venue.
    private static Paper Submission(Paper paper) => Paper.Of(paper.Id, paper.Content.Title, paper.Content.Abstract) with { Mdate = paper.Mdate };

    private IEnumerable<Paper> CsvSubmissions() => config.CsvSubmissions is null ? [] : CsvPapers.Submissions(input);

    /// <summary>Fetches the publications of members, some at a time.</summary>
    /// <returns>What <paramref name="use"/> made of them, in the order of the members.</returns>
    private async Task<T[]> EachAsync<T>(
        IReadOnlyList<Member> members,
        Func<OpenReviewClient, ExpertiseConfig, CancellationToken, Task<PublicationSource>> open,
        Func<Member, IReadOnlyList<Paper>, CancellationToken, Task<T>> use,
        CancellationToken cancellationToken)
    {
        var made = new T[members.Count];
        if (members.Count == 0)
        {
            return made;
        }

        var source = await open(OpenReview(), config, cancellationToken);
        var progress = lines.Count("publications", members.Count, "members");
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, members.Count, options, async (i, token) =>
        {
            made[i] = await use(members[i], await source.OfAsync(members[i].Profile, token), token);
            progress.Add();
        });
        _public += source.Public;
        return made;
    }

    private static IEnumerable<string> Conditions(DatasetConfig dataset)
    {
        var conditions = new (bool IsSet, string Name)[]
        {
            (dataset.WithTitle, "with_title"),
            (dataset.WithAbstract, "with_abstract"),
            ((dataset.MinimumPubDate ?? dataset.Or?.MinimumPubDate) is not (null or 0), "minimum_pub_date"),
            (dataset.WeightSpecification is [_, ..], "weight_specification"),
        };
        return conditions.Where(condition => condition.IsSet).Select(condition => condition.Name).DefaultIfEmpty("what they exclude");
    }
}
