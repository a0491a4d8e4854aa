namespace Switchyard.Work;

public static class WorkRowViews
{
    public static WorkItemView ToView(this WorkRow row) => new()
    {
        Id = row.Id,
        Kind = row.Kind,
        Queue = row.Queue,
        Priority = row.Priority,
        Status = row.Status,
        Attempt = row.Attempt,
        LeaseNumber = row.LeaseNumber,
        LeaseOwner = row.LeaseOwner,
        LeaseExpiresAt = row.LeaseExpiresAt,
        Target = row.Target,
        Owner = row.Owner,
        Name = row.Name,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        NotBefore = row.NotBefore,
        Error = row.Error,
        Facets = row.Facets,
    };
}
