using Switchyard.Compute.Programs;
using Switchyard.Expertise.Datasets.OpenReview;
using Switchyard.Expertise.Datasets.Rules;

namespace Switchyard.Expertise.Datasets;

/// <summary>Someone whose papers are a side of a job.</summary>
/// <param name="Name">What the dataset calls them: a file's name.</param>
internal sealed record Member(string Name, Profile Profile);

/// <param name="NoProfile">Those who cannot be told by a profile or cannot be named.</param>
internal sealed record FoundMembers(IReadOnlyList<Member> Members, IReadOnlyList<string> NoProfile);

/// <summary>Finds the members of groups, each once.</summary>
internal sealed class MemberSource(OpenReviewClient openReview, RunLines lines)
{
    /// <param name="byEmail">They are called by their first address, where OpenReview shows one that no other has.</param>
    /// <exception cref="WrongInputException">There is no such group.</exception>
    public async Task<FoundMembers> FindAsync(IEnumerable<string> groups, IEnumerable<string> others, bool byEmail, CancellationToken cancellationToken)
    {
        List<string> entries = [];
        foreach (var group in groups)
        {
            entries.AddRange(await openReview.GroupMembersAsync(group, cancellationToken));
        }

        var asked = MemberNames.Of(entries.Concat(others)).ToLookup(MemberNames.IsId);
        string[] ids = [.. asked[true]];
        string[] emails = [.. asked[false]];
        var ofIds = await openReview.ProfilesByIdAsync(ids, cancellationToken);
        var ofEmails = (await openReview.ProfilesByEmailAsync(emails, cancellationToken)).FindAll(profile => MemberNames.IsId(profile.Id));
        List<string> noProfile =
        [
            .. Unknown(ids, ofIds, profile => profile.Names),
            .. Unknown(emails, ofEmails, profile => profile.ConfirmedEmails),
        ];
        if (noProfile.Count > 0)
        {
            lines.Write($"no profile: {string.Join(", ", noProfile)}");
        }

        return Named(ofIds.Concat(ofEmails).Where(profile => MemberNames.IsId(profile.Id)).DistinctBy(profile => profile.Id), byEmail, noProfile);
    }

    // A profile may not show all its names and addresses: when there are as many as were asked for, all were found.
    private static IEnumerable<string> Unknown(string[] asked, List<Profile> found, Func<Profile, IEnumerable<string>> names)
    {
        var known = found.SelectMany(names).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return found.DistinctBy(profile => profile.Id).Count() >= asked.Length ? [] : asked.Where(name => !known.Contains(name));
    }

    private FoundMembers Named(IEnumerable<Profile> profiles, bool byEmail, List<string> noProfile)
    {
        var members = new List<Member>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var profile in profiles)
        {
            var name = byEmail && profile.FirstEmail is { } email && taken.Add(email) ? email : profile.Id;
            if (ArchiveNames.Refusal(name) is { } reason)
            {
                lines.Write($"a member is left out, because the name cannot be used: {reason}");
                noProfile.Add(name);
            }
            else
            {
                members.Add(new Member(name, profile));
            }
        }

        return new FoundMembers(members, noProfile);
    }
}
